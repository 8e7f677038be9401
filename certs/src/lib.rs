//! Throwaway PKI with rcgen: keys made when first asked for, chains that mirror the real shapes, CRL, PKCS#12.
//! Every subject says that it is a throwaway. No key is ever committed to the repository.

/// Keys and certificates of one process.
#[derive(Debug, Default)]
pub struct Vault {}
