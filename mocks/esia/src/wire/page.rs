//! Pages that people see: plain, neutral, with the banner of the stand. Everything that comes from outside is escaped.

use http::StatusCode;
use poligon_institution::Response;
use poligon_world::russia::{Citizen, LegalEntity};

/// Stands on every page.
pub const BANNER: &str = "УЧЕБНЫЙ СТЕНД — НЕ ГОСУДАРСТВЕННАЯ СИСТЕМА";

/// A page of this title around this body, which is HTML already.
pub fn shell(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"ru\"><head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} — {BANNER}</title><style>\
         body{{font:16px/1.5 sans-serif;max-width:44rem;margin:0 auto;padding:0 1rem 2rem}}\
         .banner{{background:#b00020;color:#fff;padding:.5rem 1rem;margin:0 -1rem 1rem;font-weight:bold}}\
         table{{border-collapse:collapse}}td,th{{border:1px solid #999;padding:.25rem .5rem;text-align:left}}\
         label{{display:block;margin:.25rem 0}}button{{font:inherit;padding:.4rem 1rem;margin:.5rem .5rem 0 0}}\
         </style></head><body><p class=\"banner\">{BANNER}</p>\n<h1>{title}</h1>\n{body}\n</body></html>\n",
        title = escape(title),
    );
    Response::new(status)
        .with_header("x-robots-tag", "noindex")
        .with_header("cache-control", "no-store")
        .with_header(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action *",
        )
        .with_body("text/html;charset=UTF-8", html)
}

/// An error that cannot be sent back to the system.
pub fn error(status: StatusCode, description: &str) -> Response {
    let why = "Почему — сказано в журнале стенда: poligon journal --failed.";
    shell(status, "Ошибка", &format!("<p id=\"error\">{}</p>\n<p>{why}</p>", escape(description)))
}

/// The first page: who are you? The ids are those that bots for the real page know.
pub fn login(action: &str, request: &str, system: &str, citizens: &[Citizen]) -> Response {
    let rows: String = citizens
        .iter()
        .map(|one| {
            format!(
                "<label><input type=\"radio\" name=\"citizen\" value=\"{}\"> {} — СНИЛС {}, OID {}, {}</label>\n",
                escape(&one.id),
                escape(&one.full_name()),
                one.snils.dashed(),
                one.oid,
                one.account.label()
            )
        })
        .collect();
    let body = format!(
        "<p>Вход в систему «{}».</p>\n<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"request\" \
         value=\"{}\">\n{rows}<p>Или по имени: <input id=\"login\" name=\"login\" placeholder=\"ivan\"> \
         <input id=\"password\" name=\"password\" placeholder=\"любое слово, не пароль\"></p>\n\
         <button class=\"plain-button_wide\" type=\"submit\">Войти</button></form>",
        escape(system),
        escape(action),
        escape(request),
    );
    shell(StatusCode::OK, "Кто вы?", &body)
}

/// The second page: in which role, and whether the data may be given.
pub fn consent(
    action: &str,
    request: &str,
    system: &str,
    citizen: &Citizen,
    roles: &[&LegalEntity],
    items: &[(String, String)],
) -> Response {
    let mut choice =
        "<label><input type=\"radio\" name=\"role\" value=\"\" checked> частное лицо</label>\n".to_owned();
    for one in roles {
        choice.push_str(&format!(
            "<label><input type=\"radio\" name=\"role\" value=\"{}\"> {}, ОГРН {}</label>\n",
            escape(&one.id),
            escape(&one.short_name),
            one.ogrn
        ));
    }
    let rows: String = items
        .iter()
        .map(|(name, value)| format!("<tr><td>{}</td><td>{}</td></tr>\n", escape(name), escape(value)))
        .collect();
    let body = format!(
        "<p>{}, система «{}» запрашивает:</p>\n<form method=\"post\" action=\"{}\">\
         <input type=\"hidden\" name=\"request\" value=\"{}\"><input type=\"hidden\" name=\"citizen\" value=\"{}\">\n\
         <table><tr><th>scope</th><th>данные</th></tr>\n{rows}</table>\n<h2>Роль</h2>\n{choice}\
         <button id=\"grantAuthorization\" name=\"decision\" value=\"given\">Предоставить</button>\
         <button id=\"denyAuthorization\" name=\"decision\" value=\"refused\">Отказать</button></form>",
        escape(&citizen.full_name()),
        escape(system),
        escape(action),
        escape(request),
        escape(&citizen.id),
    );
    shell(StatusCode::OK, "Согласие", &body)
}

/// Text for HTML, attributes included.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
