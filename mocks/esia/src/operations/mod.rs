//! One file per step: decode, check, act, encode, nothing else.

pub mod api_key;
pub mod catalogue;
pub mod certificates;
pub mod epgu;
pub mod lab;
pub mod login;
pub mod oauth;
pub mod rest;
pub mod routes;

use crate::desk::Handler;

/// The handler of an operation; `None` when it is not built.
pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "esia.oauth.authorise-v1" => oauth::authorise::version1,
        "esia.oauth.authorise-v1-form" => oauth::authorise::version1,
        "esia.oauth.authorise-v2" => oauth::authorise::version2,
        "esia.oauth.token-v1" => oauth::token::version1,
        "esia.oauth.token-v3" => oauth::token::version3,
        "esia.oauth.logout" => login::logout,
        "esia.login.page" => login::page,
        "esia.login.choose" => login::choose,
        "esia.public.certificates" => certificates::archive,
        "esia.api-key.token" => api_key::token,
        "esia.rest.person" => rest::person::person,
        "esia.rest.roles" => rest::person::roles,
        "esia.rest.collection" => rest::collections::collection,
        "esia.rest.element" => rest::collections::element,
        "esia.rest.organisation" => rest::organisation::organisation,
        "esia.epgu.order" => epgu::orders::reserve,
        "esia.epgu.order-details" => epgu::orders::details,
        "esia.epgu.cancel" => epgu::orders::cancel,
        "esia.epgu.statuses" => epgu::orders::statuses,
        "esia.epgu.updated-after" => epgu::orders::updated_after,
        "esia.epgu.push" => epgu::push::push,
        "esia.epgu.push-chunked" => epgu::push::chunked,
        "esia.epgu.dictionary" => epgu::dictionary::dictionary,
        "esia.lab.index" => lab::index,
        "esia.lab.system-file" => lab::files::of_system,
        "esia.lab.employee-file" => lab::files::of_employee,
        "esia.lab.token-file" => lab::files::of_tokens,
        "esia.lab.register-certificate" => lab::register,
        "esia.lab.keys.list" => lab::keys::list,
        "esia.lab.keys.form" => lab::keys::form,
        "esia.lab.keys.change" => lab::keys::change,
        _ => return None,
    })
}
