//! The client side: what a scenario, a demo or a test can do to KSeF. [`login`] and [`invoices`] only make messages; the
//! actions of the catalogue send them, over the line of their stage.

pub mod invoices;
pub mod login;

mod auth;
mod auth_sessions;
mod certificate;
mod enter;
mod free;
mod hand;
mod keys;
mod mistake;
mod online;
mod parameters;
mod party;
mod polling;
mod queries;
mod registers;
mod sample;
mod send;
mod throttles;
mod token;
mod upo;

use std::sync::LazyLock;

use poligon_institution::Action;

/// All actions, in the order in which a client meets them.
pub fn all() -> &'static [Action] {
    &ACTIONS
}

static ACTIONS: LazyLock<Vec<Action>> = LazyLock::new(|| {
    let groups: [fn() -> Vec<Action>; 11] = [
        enter::actions,
        auth::actions,
        auth_sessions::actions,
        keys::actions,
        online::actions,
        send::actions,
        upo::actions,
        queries::actions,
        registers::actions,
        throttles::actions,
        free::actions,
    ];
    groups.into_iter().flat_map(|group| group()).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_parameters_are_once_documented_and_of_this_institution() {
        let mut names: Vec<_> = all().iter().map(|action| action.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for action in all() {
            assert!(action.name.starts_with("ksef.") && action.about.ends_with('.'), "{}", action.name);
            let mut parameters: Vec<_> = action.takes.iter().map(|parameter| parameter.name).collect();
            parameters.sort_unstable();
            parameters.dedup();
            assert_eq!(parameters.len(), action.takes.len(), "{}", action.name);
            assert!(action.takes.iter().all(|parameter| parameter.about.ends_with('.')), "{}", action.name);
        }
    }
}
