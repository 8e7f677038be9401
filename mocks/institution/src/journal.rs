//! The journal: the ordered list of exchanges of a sandbox, bounded by bytes.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{Exchange, ExchangeId};

/// The journal of one sandbox; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    inner: Arc<Mutex<Vec<Arc<Exchange>>>>,
}

impl Journal {
    /// Records an exchange and gives it its number.
    pub fn record(&self, mut exchange: Exchange) -> Arc<Exchange> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        exchange.id = ExchangeId(inner.len() as u64 + 1);
        let exchange = Arc::new(exchange);
        inner.push(Arc::clone(&exchange));
        exchange
    }
}
