//! The demo: what Poligon is for, on two screens. It starts a Poligon of its own and is then a client like any other, over
//! HTTPS; only the explanations are taken from the journal.

mod broken;
mod good;
mod page;
mod talk;

use poligon_certs::{Credential, Order, Profile};
use poligon_world::clock::wall_now;

pub use page::Page;

use crate::client::Client;
use crate::{Config, Running, Trouble, start};
use talk::Talk;

/// A NIP with a right check digit that belongs to nobody.
pub(crate) const NIP: &str = "1111111111";

/// Another one.
pub(crate) const OTHER_NIP: &str = "2222222222";

/// Plays it.
///
/// # Errors
/// When Poligon cannot start, or does not answer at all. What it answers is on the page, right or wrong.
pub async fn play(seed: Option<u64>) -> Result<Page, Trouble> {
    let running = start(Config { seed, ..Config::ephemeral() }).await?;
    let played = play_at(&running).await;
    running.stop().await;
    played
}

async fn play_at(running: &Running) -> Result<Page, Trouble> {
    let mut page = Page::default();
    let ready = running.ready();
    let url = ready.institutions.get("ksef").cloned().unwrap_or_default();
    let ca = std::fs::read(&ready.ca)
        .map_err(|why| Trouble::start(format!("{}: cannot be read ({why})", ready.ca.display())))?;
    let talk = Talk::new(Client::trusting(&ca).map_err(Trouble::start)?, &url);
    page.title("Poligon: KSeF on this machine, offline");
    page.line("address", &format!("{url}/v2   (TLS by a CA that lives as long as this demo)"));
    page.line("seed", &ready.seed.to_string());
    let seal = seal(running)?;
    page.line("seal", &format!("self-signed, NIP {NIP}, serial {}", seal.serial));
    good::play(&talk, &seal, &mut page).await?;
    for mistake in broken::MISTAKES {
        broken::play(running, &talk, &seal, mistake, &mut page).await?;
    }
    page.summary();
    Ok(page)
}

/// The seal of the company that logs in: self-signed, as KSeF's test environment takes it.
fn seal(running: &Running) -> Result<std::sync::Arc<Credential>, Trouble> {
    let order = Order { nip: Some(NIP.to_owned()), self_signed: true, ..Order::new(Profile::KsefSeal) };
    Ok(running.house().foundation().vault.issue(&order, wall_now())?)
}
