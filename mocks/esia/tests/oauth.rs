//! The OAuth endpoints: what is taken, what is refused, and why.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use common::*;
use poligon_certs::KeyKind;
use poligon_crypto::cms::Plan;
use poligon_crypto::jws::compact::Parts;
use poligon_crypto::{Certificate, DigestAlgorithm};
use serde_json::json;
use time::Duration;

#[test]
fn version_2_and_3_lead_to_tokens_with_the_claims_of_esia() {
    let stand = Stand::new();
    let tokens = tokens(&stand, "openid fullname");
    assert_eq!(tokens["expires_in"], 3600);
    assert_eq!(tokens["state"], STATE);
    assert!(tokens["refresh_token"].is_string());
    let access = Parts::read(tokens["access_token"].as_str().unwrap()).unwrap();
    assert_eq!(access.header, json!({ "ver": 1, "typ": "JWT", "sbt": "access", "alg": "RS256" }));
    assert_eq!(access.claims["urn:esia:sbj_id"], 1_000_300_890_u64);
    assert_eq!(access.claims["scope"], "openid fullname?oid=1000300890");
    assert_eq!(access.claims["iss"], "http://esia.gosuslugi.ru/");
    let id = Parts::read(tokens["id_token"].as_str().unwrap()).unwrap();
    assert_eq!(id.claims["aud"], "TESTIS01");
    assert_eq!(id.claims["sub"], 1_000_300_890_u64);
    assert_eq!(id.claims["urn:esia:sbj"]["urn:esia:sbj:is_tru"], true);
    assert_eq!(id.claims["exp"].as_i64().unwrap() - id.claims["iat"].as_i64().unwrap(), 10_800);
}

#[test]
fn tokens_are_signed_with_gost_when_the_knob_says_so() {
    let stand = Stand::new();
    stand.turn("esia.token-algorithm", "GOST3410_2012_256");
    let tokens = tokens(&stand, "openid");
    let access = Parts::read(tokens["access_token"].as_str().unwrap()).unwrap();
    assert_eq!((access.header["alg"].as_str(), access.signature.len()), (Some("GOST3410_2012_256"), 64));
    let answer = stand.data("/rs/prns/1000300890", tokens["access_token"].as_str().unwrap());
    assert_eq!(answer.response.status, 200);
}

#[test]
fn version_1_takes_a_cms_in_every_form() {
    let stand = Stand::new();
    let attributes = Plan { attributes: true, signing_time: Some(NOW), ..Plan::default() };
    for plan in [Plan::default(), attributes, Plan::cades(NOW), Plan { attached: true, ..attributes }] {
        let mut said = common("openid fullname");
        said.insert("response_type", "code".to_owned());
        said.insert("mock_user", "ivan".to_owned());
        sign_cms(&stand, &mut said, V1, plan);
        let code = redirected(&stand.get("/aas/oauth2/ac", &pairs(&said))).text("code").to_owned();
        assert!(!code.is_empty(), "{plan:?}");
        let mut said = common("openid fullname");
        said.insert("grant_type", "authorization_code".to_owned());
        said.insert("code", code);
        sign_cms(&stand, &mut said, V1, plan);
        let answer = stand.post("/aas/oauth2/te", &pairs(&said));
        assert_eq!(answer.response.status, 200, "{plan:?} {}", body(&answer));
    }
}

/// Twelve mistakes of clients, twelve causes named.
#[test]
fn each_mistake_is_named_by_its_cause() {
    let stand = Stand::new();
    let right = authorisation(&stand, "openid fullname");
    let certificate = Certificate::from_der(&stand.credential(KeyKind::GOST).certificate).unwrap();
    let text = string(&right, V2);
    let value = raw(&stand, &text);
    let secret = |bytes: &[u8]| ("client_secret", URL_SAFE_NO_PAD.encode(bytes));
    let reversed: Vec<u8> = value.iter().rev().copied().collect();
    let swapped = [&value[32..], &value[..32]].concat();
    let cms = {
        let mut said = right.clone();
        sign_cms(&stand, &mut said, V2, Plan::default());
        ("client_secret", said["client_secret"].clone())
    };
    let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let pem = stand.credential(KeyKind::GOST).certificate_pem();
    let of_pem = poligon_crypto::gost::hex_digest(poligon_crypto::gost::Size::Bits256, pem.as_bytes());
    let sha1 = hex(DigestAlgorithm::Sha1.digest(certificate.der()));
    let late = poligon_esia::wire::timestamp::write(NOW - Duration::hours(3));
    let cases = [
        (secret(&raw(&stand, &string(&right, V1))), "ESIA-OA-016", "v1-string"),
        (secret(&raw(&stand, &string(&right, &V2[..5]))), "ESIA-OA-016", "redirect-uri-not-signed"),
        (secret(&reversed), "ESIA-OA-016", "reversed-value"),
        (secret(&swapped), "ESIA-OA-016", "swapped-halves"),
        (cms, "ESIA-OA-016", "cms-for-raw"),
        (secret(&raw(&stand, &format!("{text}\n"))), "ESIA-OA-016", "newline-signed"),
        (("client_certificate_hash", of_pem), "ESIA-OA-013", "pem-hashed"),
        (("client_certificate_hash", sha1), "ESIA-OA-013", "sha1-of-certificate"),
        (("timestamp", "2026-11-24T12:00:00+00:00".to_owned()), "ESIA-OA-003", ""),
        (("timestamp", late), "ESIA-OA-004", ""),
        (("client_secret", "ж".to_owned()), "ESIA-OA-011", ""),
        (("client_certificate_hash", String::new()), "ESIA-OA-001", ""),
    ];
    for ((name, value), check, cause) in cases {
        let mut said = right.clone();
        said.insert(name, value);
        let answer = stand.get("/aas/oauth2/v2/ac", &pairs(&said));
        let causes = causes(&answer);
        assert_eq!(causes.first().map(String::as_str), Some(check), "{name} {cause} {causes:?}");
        assert!(cause.is_empty() || causes.iter().any(|one| one == cause), "{cause}: {causes:?}");
        let back = redirected(&answer);
        assert!(back.text("error_description").starts_with("ESIA-0"), "{back:?}");
        assert_eq!(back.text("state"), STATE);
    }
}

#[test]
fn errors_travel_as_esia_sends_them() {
    let stand = Stand::new();
    let mut said = authorisation(&stand, "openid");
    said.insert("client_secret", URL_SAFE_NO_PAD.encode([7; 64]));
    let back = redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said)));
    assert_eq!(back.text("error"), "access_denied");
    assert_eq!(back.text("error_description"), "ESIA-007053: OAuthErrorEnum.clientSecretWrong");
    said.insert("redirect_uri", "https://evil.example/".to_owned());
    let page = stand.get("/aas/oauth2/v2/ac", &pairs(&said));
    assert_eq!(page.response.status, 400);
    assert!(page.response.headers.get("location").is_none());
    assert!(body(&page).contains("ESIA-007023") && body(&page).contains("УЧЕБНЫЙ СТЕНД"));

    let mut said = redemption(&stand, "openid", "nonsense");
    let answer = stand.post("/aas/oauth2/v3/te", &pairs(&said));
    assert_eq!(answer.response.status, 400);
    let error = json!({ "error": "invalid_grant", "error_description": "ESIA-007011: The code or token is invalid.", "state": STATE });
    assert_eq!(json(&answer), error);
    said.remove("client_certificate_hash");
    let answer = stand.post("/aas/oauth2/v3/te", &pairs(&said));
    let description = json(&answer)["error_description"].as_str().unwrap().to_owned();
    let text = "ESIA-007014: The request doesn`t contain the mandatory parameter [client_certificate_hash].";
    assert_eq!(description, text);
}

#[test]
fn a_lenient_stand_takes_a_wrong_string_and_says_so() {
    let stand = Stand::new();
    stand.sandbox.settings.be(poligon_world::Strictness::Lenient);
    let mut said = authorisation(&stand, "openid");
    sign_raw(&stand, &mut said, V1);
    let answer = stand.get("/aas/oauth2/v2/ac", &pairs(&said));
    assert!(!redirected(&answer).text("code").is_empty());
    let warned = answer.findings.iter().find(|finding| finding.check.id == "ESIA-OA-016").unwrap();
    assert_eq!(warned.outcome, poligon_institution::Outcome::Warn);
}

#[test]
fn standard_base64_is_taken_with_a_warning_only_picky_refuses() {
    let stand = Stand::new();
    let standard = |state: u8| {
        let mut said = authorisation(&stand, "openid");
        said.insert("state", format!("8f3c1a52-5a0e-4a4e-9d0e-0c7c1a9b1f{state:02x}"));
        sign_raw(&stand, &mut said, V2);
        let bytes = URL_SAFE_NO_PAD.decode(&said["client_secret"]).unwrap();
        said.insert("client_secret", STANDARD.encode(bytes));
        said
    };
    // Most values have a + or a / among their 86 letters.
    let said = (0..20).map(standard).find(|said| said["client_secret"].contains(['+', '/'])).unwrap();
    assert!(!redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said))).text("code").is_empty());
    stand.sandbox.settings.be(poligon_world::Strictness::Picky);
    assert!(redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said))).text("code").is_empty());
}

#[test]
fn a_code_is_redeemed_once_and_by_its_own_address() {
    let stand = Stand::new();
    let code = code(&stand, "openid");
    let said = redemption(&stand, "openid", &code);
    assert_eq!(stand.post("/aas/oauth2/v3/te", &pairs(&said)).response.status, 200);
    let again = stand.post("/aas/oauth2/v3/te", &pairs(&said));
    assert_eq!(causes(&again), ["ESIA-OA-023"]);
}

#[test]
fn both_refresh_strings_are_taken_and_the_odd_one_is_noted() {
    let stand = Stand::new();
    let with_token: &[&str] = &["client_id", "scope", "timestamp", "state", "refresh_token"];
    for (parts, notes) in [(V2, 0), (with_token, 1)] {
        let mut said = common("openid");
        said.insert("grant_type", "refresh_token".to_owned());
        said.insert("refresh_token", tokens(&stand, "openid")["refresh_token"].as_str().unwrap().to_owned());
        sign_raw(&stand, &mut said, parts);
        let answer = stand.post("/aas/oauth2/v3/te", &pairs(&said));
        assert_eq!(answer.response.status, 200, "{}", body(&answer));
        let noted = answer.findings.iter().filter(|finding| {
            finding.check.id == "ESIA-OA-032" && finding.outcome == poligon_institution::Outcome::Warn
        });
        assert_eq!(noted.count(), notes);
    }
}

#[test]
fn client_credentials_give_a_token_of_the_organisation() {
    let stand = Stand::new();
    let scope = "http://esia.gosuslugi.ru/org_inn?org_oid=1000298920";
    let mut said = common(scope);
    said.insert("grant_type", "client_credentials".to_owned());
    sign_raw(&stand, &mut said, &["client_id", "scope", "timestamp", "state", "redirect_uri"]);
    let answer = stand.post("/aas/oauth2/v3/te", &pairs(&said));
    assert_eq!(answer.response.status, 200, "{}", body(&answer));
    let token = json(&answer)["access_token"].as_str().unwrap().to_owned();
    let organisation = json(&stand.data("/rs/orgs/1000298920", &token));
    assert!(organisation["inn"].is_string() && organisation.get("fullName").is_none());
    assert_eq!(stand.data("/rs/orgs/1000298921", &token).response.status, 403);
}

#[test]
fn pkce_is_checked_with_sha_and_with_streebog() {
    let stand = Stand::new();
    let verifier = "a-verifier-of-more-than-forty-three-characters-0";
    let streebog = poligon_crypto::gost::digest(poligon_crypto::gost::Size::Bits256, verifier.as_bytes());
    for (method, digest) in
        [("S256", DigestAlgorithm::Sha256.digest(verifier.as_bytes())), ("GOST3411", streebog)]
    {
        for (sent, status) in [(verifier, 200), ("another", 400)] {
            let mut said = authorisation(&stand, "openid");
            said.insert("code_challenge", URL_SAFE_NO_PAD.encode(&digest));
            said.insert("code_challenge_method", method.to_owned());
            let code = redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said))).text("code").to_owned();
            let mut said = redemption(&stand, "openid", &code);
            said.insert("code_verifier", sent.to_owned());
            assert_eq!(stand.post("/aas/oauth2/v3/te", &pairs(&said)).response.status, status, "{method}");
        }
    }
}

#[test]
fn permissions_want_a_type_an_action_one_purpose_and_a_term() {
    let stand = Stand::new();
    let good = json!([{ "sysname": "APIPGU", "expire": 60, "actions": [{ "sysname": "ALL_ACTIONS_TO_DATA" }],
                        "purposes": [{ "sysname": "CREDIT" }], "scopes": [] }]);
    let ask = |value: &serde_json::Value| {
        let mut said = authorisation(&stand, "openid");
        said.insert("permissions", URL_SAFE_NO_PAD.encode(value.to_string()));
        redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said)))
    };
    assert!(!ask(&good).text("code").is_empty());
    for (name, value, code) in [
        ("sysname", json!(""), "036700"),
        ("actions", json!([]), "036705"),
        ("purposes", json!([]), "036727"),
        ("expire", json!(0), "036716"),
    ] {
        let mut bad = good.clone();
        bad[0][name] = value;
        assert!(ask(&bad).text("error_description").starts_with(&format!("ESIA-{code}")), "{name}");
    }
}

#[test]
fn every_error_of_the_list_can_be_asked_for() {
    let stand = Stand::new();
    for code in poligon_esia::checks::ground::FORCED_CODES.iter().skip(1) {
        stand.turn("esia.answer-error", code);
        let said = authorisation(&stand, "openid");
        let back = redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said)));
        assert!(back.text("error_description").starts_with(&format!("ESIA-{code}:")), "{code}");
        let answer = stand.post("/aas/oauth2/v3/te", &pairs(&said));
        assert_eq!(answer.response.status, 400);
        assert!(json(&answer)["error_description"].as_str().unwrap().starts_with(&format!("ESIA-{code}:")));
    }
}

#[test]
fn the_login_page_leads_through_consent_and_shows_no_foreign_markup() {
    let stand = Stand::new();
    let mut said = authorisation(&stand, "openid fullname");
    said.remove("mock_user");
    let answer = stand.get("/aas/oauth2/v2/ac", &pairs(&said));
    let location = answer.response.headers["location"].to_str().unwrap().to_owned();
    let id = redirected(&answer).text("request").to_owned();
    assert!(location.starts_with("https://localhost/login?request="));
    let page = body(&stand.get("/login", &[("request", &id)]));
    for part in ["id=\"login\"", "id=\"password\"", "plain-button_wide", "УЧЕБНЫЙ СТЕНД", "Вымышленный Иван"]
    {
        assert!(page.contains(part), "{part}");
    }
    let consent = body(&stand.post("/login", &[("request", &id), ("login", "ivan"), ("password", "x")]));
    assert!(consent.contains("id=\"grantAuthorization\"") && consent.contains("ООО «Берёзка Вымышленная»"));
    let done = stand.post(
        "/login",
        &[("request", &id), ("citizen", "ivan"), ("role", "beryozka"), ("decision", "given")],
    );
    let code = redirected(&done).text("code").to_owned();
    let answer = stand.post("/aas/oauth2/v3/te", &pairs(&redemption(&stand, "openid fullname", &code)));
    let token = json(&answer)["access_token"].as_str().unwrap().to_owned();
    assert_eq!(Parts::read(&token).unwrap().claims["org_oid"], 1_000_298_920_u64);
    assert_eq!(stand.get("/login", &[("request", "<script>")]).response.status, 404);
}

#[test]
fn a_refusal_an_unconfirmed_account_and_a_stranger_to_the_organisation_end_in_their_codes() {
    let stand = Stand::new();
    let ask = |user: &str, more: &[(&'static str, &str)]| {
        let mut said = authorisation(&stand, "openid");
        said.insert("mock_user", user.to_owned());
        said.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        redirected(&stand.get("/aas/oauth2/v2/ac", &pairs(&said))).text("error_description").to_owned()
    };
    let confirmed = URL_SAFE_NO_PAD.encode("conf_acc");
    assert_eq!(ask("ivan", &[("person_filter", &confirmed)]), "");
    assert!(ask("pyotr", &[("person_filter", &confirmed)]).starts_with("ESIA-007055"));
    assert!(ask("pyotr", &[("mock_role", "beryozka")]).starts_with("ESIA-007194"));
    assert!(ask("nobody", &[]).starts_with("ESIA-007004"));
    stand.turn("esia.consent", "refused");
    assert!(ask("ivan", &[]).starts_with("ESIA-007004"));
}
