//! File descriptors: each connection needs one, and most shells grant 1024 for everything.

/// Takes as many as the system grants without asking a person: the soft limit is raised to the hard one. What cannot be had is
/// left; the edge then waits until descriptors are free.
#[cfg(unix)]
pub(crate) fn take_all() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    if limit.current == limit.maximum {
        return;
    }
    if let Err(why) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
        tracing::debug!("the limit of open files stays {:?}: {why}", limit.current);
    }
}

/// Elsewhere there is no such limit.
#[cfg(not(unix))]
pub(crate) fn take_all() {}
