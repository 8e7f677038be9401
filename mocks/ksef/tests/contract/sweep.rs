//! What every operation answers alike: 401, 403, 429, and 21405 for paging.

use http::Method;
use poligon_institution::Request;
use poligon_ksef::identity::Identifier;
use serde_json::json;

use crate::common::{Client, NIP, authorized, seal};
use crate::ledger::built;

/// More than any limit of a second.
const ENOUGH: usize = 61;

/// Drives all.
pub fn run(client: &dyn Fn() -> Client) {
    for (name, address) in built() {
        let client = client();
        let tokens = client.login(&seal(NIP), Identifier::nip(NIP));
        let ask = |token: &str| client.send(authorized(request(address), token)).response.status.as_u16();
        // Two operations take a refresh token, none but status and redeem an authentication token.
        let takes_refresh = name.ends_with("token.refresh") || name.ends_with("sessions.revoke-current");
        ask(if takes_refresh { &tokens.authentication } else { &tokens.refresh });
        ask(&tokens.access);
        let odd = |token: &str| client.send(authorized(with("x", address), token));
        odd(&tokens.access);
        ask("no.token.atall");
        ask("");
        client.sandbox.settings.turn("ksef.rate-limits", "always");
        let limited = (0..ENOUGH).any(|_| ask(&tokens.access) == 429);
        assert!(limited, "{name} has no limit");
    }
}

/// A request with something in each place of the path.
fn request(address: &str) -> Request {
    with("20251104-SO-24C0BFC000-40E9EA5847-BB", address)
}

/// A request with this in each place of the path that takes a reference number.
fn with(reference: &str, address: &str) -> Request {
    let (method, template) = address.split_once(' ').unwrap();
    let part = |part: &str| match part {
        "{serialNumber}" if reference != "x" => "0123456789ABCDEF".to_owned(),
        "{ksefNumber}" if reference != "x" => "5265877635-20250826-0100001AF629-AF".to_owned(),
        part if part.starts_with('{') => reference.to_owned(),
        part => part.to_owned(),
    };
    let path: Vec<String> = template.split('/').map(part).collect();
    let request =
        Request::new(Method::from_bytes(method.as_bytes()).unwrap(), &format!("/v2{}", path.join("/")));
    request.with_header("content-type", "application/json").with_body(json!({}).to_string())
}
