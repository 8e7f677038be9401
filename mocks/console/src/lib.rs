//! The admin API over the journal, the world and the sandboxes
