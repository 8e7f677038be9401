//! What the proxy leads to, and the official host names that lead nowhere yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use poligon_gateway::proxy::{Absent, Door};
use poligon_gateway::{Front, Listener, Proxy, Tls};
use poligon_institution::House;

use crate::Config;
use crate::institutions::{self, KNOWN};

/// Official hosts of what is not built. An institution that is built knows its own, and goes before this table.
const NOT_BUILT: &[(&str, &[&str])] = &[
    (
        "epuap",
        &[
            "epuap.gov.pl",
            "hetman-int.epuap.gov.pl",
            "hetman.epuap.gov.pl",
            "hetmantest.epuap.gov.pl",
            "int.epuap.gov.pl",
            "konsolahetman-int.epuap.gov.pl",
            "ws-int.epuap.gov.pl",
            "ws.epuap.gov.pl",
        ],
    ),
    ("profil-zaufany", &["int.pz.gov.pl", "pz.gov.pl"]),
    (
        "wezel-krajowy",
        &[
            "int-podmiotyzewnetrzne.login.gov.pl",
            "int.login.gov.pl",
            "int.wk.login.gov.pl",
            "login.gov.pl",
            "podmiotyzewnetrzne.login.gov.pl",
            "symulator.login.gov.pl",
        ],
    ),
    (
        "the portals beside esia (ЕПГУ)",
        &[
            "lk.gosuslugi.ru",
            "partners.gosuslugi.ru",
            "svcdev-beta.test.gosuslugi.ru",
            "svcdev-betalk.test.gosuslugi.ru",
            "svcdev-gostapi.test.gosuslugi.ru",
            "svcdev-partners.test.gosuslugi.ru",
            "www.gosuslugi.ru",
        ],
    ),
    ("the QR pages of ksef", &["qr-demo.ksef.mf.gov.pl", "qr-test.ksef.mf.gov.pl", "qr.ksef.mf.gov.pl"]),
    ("the Latarnia of ksef", &["api-latarnia-test.ksef.mf.gov.pl", "api-latarnia.ksef.mf.gov.pl"]),
];

/// What the proxy leads to, gathered while the listeners start.
#[derive(Default)]
pub(crate) struct Proxied {
    pub(crate) fronts: Vec<Front>,
    doors: BTreeMap<u16, Door>,
}

impl Proxied {
    /// Notes a listener of an institution.
    pub(crate) fn door(&mut self, listener: &Listener, institution: &'static str, tls: bool) {
        self.doors.insert(listener.port(), Door { institution, tls });
    }

    /// The proxy; `tls` is used only when official names are impersonated, because only then it has a leaf for them.
    pub(crate) fn proxy(self, config: &Config, house: &Arc<House>, tls: &Arc<Tls>) -> Proxy {
        Proxy {
            house: Arc::clone(house),
            fronts: self.fronts,
            absent: absent(),
            impersonate: config.impersonate.then(|| Arc::clone(tls)),
            doors: self.doors,
            sandbox: config.proxy_sandbox.clone(),
        }
    }
}

fn absent() -> BTreeMap<&'static str, Absent> {
    let not_built = NOT_BUILT
        .iter()
        .flat_map(|(what, hosts)| hosts.iter().map(|host| (*host, Absent { what, built: false })));
    let registry = institutions::registry(KNOWN);
    let built = registry.all().iter().flat_map(|one| {
        one.hosts().iter().map(|host| (*host, Absent { what: one.name(), built: true })).collect::<Vec<_>>()
    });
    not_built.chain(built).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_institution_that_is_not_built_has_official_hosts_here() {
        for known in KNOWN.iter().filter(|known| !known.built) {
            assert!(absent().values().any(|one| one.what == known.name && !one.built), "{}", known.name);
        }
    }

    #[test]
    fn hosts_are_written_as_the_proxy_compares_them() {
        for host in absent().keys() {
            let target = poligon_gateway::proxy::target(&format!("{host}:443")).unwrap();
            assert_eq!(target.host, *host);
        }
    }
}
