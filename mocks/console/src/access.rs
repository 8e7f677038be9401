//! Who may use the admin API.

/// Who may use the admin API. Requests must name a loopback host or one of `names` (against DNS rebinding), come from no
/// foreign Origin, and carry the token when there is one.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Further host names (no port, any case) under which the console may be called.
    pub names: Vec<String>,
    /// The token of `Authorization: Bearer …`; `None` when only loopback is served.
    pub token: Option<String>,
}
