//! The environment of a program under `exec`: proxy, trust, addresses, for each kind of client that reads it there.

use std::ffi::OsString;
use std::path::Path;

use poligon_world::SandboxName;

use super::trust::{PASSWORD, Trust};
use crate::Ready;

/// Programs under test have servers of their own on loopback, and the fakes' own addresses need no proxy.
const NO_PROXY: &str = "localhost,127.0.0.1,::1";

/// Name and value of each variable; they replace inherited ones.
pub(super) fn variables(ready: &Ready, trust: &Trust, sandbox: &SandboxName) -> Vec<(String, OsString)> {
    let mut variables = addresses(ready, trust, sandbox);
    let proxy = proxy(&ready.console, sandbox);
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] {
        variables.push((name.to_ascii_lowercase(), proxy.clone().into()));
        variables.push((name.to_owned(), proxy.clone().into()));
    }
    // Node looks at the proxy's variables only when told so, and before version 24 not at all.
    variables.push(("NODE_USE_ENV_PROXY".to_owned(), "1".into()));
    variables.extend(["NO_PROXY", "no_proxy"].map(|name| (name.to_owned(), NO_PROXY.into())));
    let bundles = [
        "SSL_CERT_FILE",       // OpenSSL, Go, Python's ssl and httpx, .NET on Linux
        "REQUESTS_CA_BUNDLE",  // Python's requests
        "CURL_CA_BUNDLE",      // curl
        "NODE_EXTRA_CA_CERTS", // Node
        "GIT_SSL_CAINFO",      // git
        "AWS_CA_BUNDLE",       // the AWS tools
        // These go before the others where a machine sets them.
        "NIX_SSL_CERT_FILE",
        "PIP_CERT",
        "HTTPLIB2_CA_CERTS",
    ];
    variables.extend(bundles.map(|name| (name.to_owned(), trust.ca.clone().into_os_string())));
    variables.push(("SSL_CERT_DIR".to_owned(), trust.nothing.clone().into_os_string()));
    variables.push(("JAVA_TOOL_OPTIONS".to_owned(), java(&ready.console, &trust.java).into()));
    variables
}

fn addresses(ready: &Ready, trust: &Trust, sandbox: &SandboxName) -> Vec<(String, OsString)> {
    let prefix = if *sandbox == SandboxName::default_name() { String::new() } else { format!("/@{sandbox}") };
    let mut variables = vec![
        ("POLIGON_CA".to_owned(), trust.ca.clone().into_os_string()),
        ("POLIGON_CONSOLE".to_owned(), ready.console.clone().into()),
        ("POLIGON_SANDBOX".to_owned(), sandbox.to_string().into()),
    ];
    variables.extend(ready.institutions.iter().map(|(name, url)| {
        let name = format!("POLIGON_{}_URL", name.replace('-', "_").to_uppercase());
        (name, format!("{url}{prefix}").into())
    }));
    variables
}

/// The proxy is the console; its user is the sandbox. Python's requests sends a user only along with a password.
fn proxy(console: &str, sandbox: &SandboxName) -> String {
    if *sandbox == SandboxName::default_name() {
        return console.to_owned();
    }
    console.replacen("://", &format!("://{sandbox}:x@"), 1)
}

/// What the caller set stays, and ours comes after it, so that it wins. Java sends no proxy user unasked; the proxy of
/// `exec` puts such programs into the right sandbox all the same.
fn java(console: &str, store: &Path) -> String {
    let authority = console.split_once("://").map_or(console, |(_, rest)| rest);
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
    let mut options: Vec<String> = std::env::var("JAVA_TOOL_OPTIONS").into_iter().collect();
    options.extend([
        format!("-Dhttps.proxyHost={host}"),
        format!("-Dhttps.proxyPort={port}"),
        format!("-Dhttp.proxyHost={host}"),
        format!("-Dhttp.proxyPort={port}"),
        "-Dhttp.nonProxyHosts=localhost|127.*|[::1]".to_owned(),
        quoted(format!("-Djavax.net.ssl.trustStore={}", store.display())),
        "-Djavax.net.ssl.trustStoreType=PKCS12".to_owned(),
        format!("-Djavax.net.ssl.trustStorePassword={PASSWORD}"),
    ]);
    options.join(" ")
}

/// The JVM splits the variable at white space, and takes quotes.
fn quoted(option: String) -> String {
    if option.contains(char::is_whitespace) { format!("\"{option}\"") } else { option }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_names_a_sandbox_that_is_not_the_default() {
        let console = "http://127.0.0.1:8440";
        assert_eq!(proxy(console, &SandboxName::default_name()), console);
        assert_eq!(proxy(console, &"alfa".parse().unwrap()), "http://alfa:x@127.0.0.1:8440");
    }

    #[test]
    fn a_trust_store_under_a_path_with_a_space_is_quoted() {
        let options = java("http://127.0.0.1:8440", Path::new("/my tmp/trust.p12"));
        assert!(options.contains(" \"-Djavax.net.ssl.trustStore=/my tmp/trust.p12\" "), "{options}");
        assert!(options.contains("-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=8440"), "{options}");
    }
}
