//! Signing in by an OpenID provider, through the pages.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use dateline_auth::base64url;
use dateline_auth::oidc::OidcSettings;
use dateline_fetch::FetchSettings;
use dateline_model::{NewInvitation, Role};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use url::Url;

use super::{Answer, House, OWNER, PASSWORD, now, token};
use crate::WebSettings;

/// What the provider says of whoever signs in there.
#[derive(Clone, Default)]
struct Says {
    base: String,
    nonce: String,
    subject: String,
    name: String,
}

/// A provider on loopback. It vouches for whatever a test says.
async fn provider() -> (Url, Arc<Mutex<Says>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let says = Arc::new(Mutex::new(Says { base: base.clone(), ..Says::default() }));
    let random = SystemRandom::new();
    let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
    let key = Arc::new(EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).unwrap());
    let of = |answer: Box<dyn Fn() -> Value + Send + Sync>| {
        let answer = Arc::new(answer);
        axum::routing::any(move || {
            let answer = answer.clone();
            async move { answer().to_string() }
        })
    };
    let address = base.clone();
    let point = key.public_key().as_ref().to_vec();
    let told = says.clone();
    let router = axum::Router::new()
        .route("/.well-known/openid-configuration", of(Box::new(move || {
            json!({"issuer": address, "authorization_endpoint": format!("{address}/authorize"),
                "token_endpoint": format!("{address}/token"), "jwks_uri": format!("{address}/keys"),
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "ES256"]})
        })))
        .route("/keys", of(Box::new(move || {
            json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "k",
                "x": base64url::encode(&point[1..33]), "y": base64url::encode(&point[33..])}]})
        })))
        .route("/token", of(Box::new(move || {
            let says = told.lock().unwrap().clone();
            let wall = dateline_clock::Clock::system().wall().as_second();
            let part = |value: Value| base64url::encode(value.to_string().as_bytes());
            let claims = json!({"iss": says.base, "sub": says.subject, "aud": "dateline",
                "exp": wall + 300, "iat": wall, "nonce": says.nonce,
                "preferred_username": says.name, "email": "ida@example.org"});
            let signed = format!("{}.{}", part(json!({"alg": "ES256", "kid": "k"})), part(claims));
            let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
            json!({"access_token": "a", "token_type": "Bearer", "id_token": format!("{signed}.{}", base64url::encode(signature.as_ref()))})
        })));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (Url::parse(&base).unwrap(), says)
}

async fn house(new_members: bool) -> (House, Arc<Mutex<Says>>) {
    let (issuer, says) = provider().await;
    let oidc = OidcSettings {
        issuer,
        client_id: "dateline".to_owned(),
        client_secret: None,
        label: "Acme".to_owned(),
        new_members,
    };
    let settings = WebSettings {
        base_url: Url::parse("http://localhost:7878/").ok(),
        oidc: Some(oidc),
        ..WebSettings::default()
    };
    let fetch = FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    };
    let house = House::with_fetch(settings, fetch).await;
    let hash = dateline_auth::password::hash_password(PASSWORD).unwrap();
    house.store.claim_owner("ida", &hash, now()).await.unwrap();
    (house, says)
}

/// Goes to the provider from a form, is vouched for there, and comes back.
async fn go(
    house: &mut House,
    says: &Mutex<Says>,
    path: &str,
    fields: &[(&str, &str)],
    who: (&str, &str),
) -> Answer {
    let leave = house.post(path, fields).await;
    assert_eq!(leave.status, StatusCode::OK, "{}", leave.body);
    let address = leave.body.split("href=\"http").nth(1).unwrap().split('"').next().unwrap();
    let address = Url::parse(&format!("http{}", address.replace("&#38;", "&"))).unwrap();
    let asked = |name: &str| {
        let found = address.query_pairs().find(|(known, _)| known == name);
        found.unwrap().1.into_owned()
    };
    assert_eq!(asked("redirect_uri"), "http://localhost:7878/login/oidc/callback");
    {
        let mut says = says.lock().unwrap();
        says.nonce = asked("nonce");
        (says.subject, says.name) = (who.0.to_owned(), who.1.to_owned());
    }
    house.get(&format!("/login/oidc/callback?code=c&state={}", asked("state"))).await
}

async fn sign_in(house: &mut House, says: &Mutex<Says>, who: (&str, &str)) -> Answer {
    let page = house.get("/login").await.body;
    assert!(page.contains("Sign in with Acme"), "{page}");
    let csrf = token(&page);
    go(house, says, "/login/oidc", &[("csrf", &csrf), ("next", "/feeds")], who).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_linked_by_whoever_is_signed_in_and_by_nothing_else() {
    let (mut house, says) = house(false).await;
    // The name and the address of e-mail are the owner's; that says nothing.
    let unknown = sign_in(&mut house, &says, ("7", "ida")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("Nobody here has linked that account"), "{}", unknown.body);
    assert!(house.cookie("dateline_session").is_none());
    assert_eq!(house.store.users().await.unwrap().len(), 1);

    house.sign_in("ida", PASSWORD).await;
    let csrf = token(&house.get("/account").await.body);
    let linked = go(&mut house, &says, "/account/oidc", &[("csrf", &csrf)], ("7", "ida")).await;
    assert_eq!(linked.location(), "/account?done=linked", "{}", linked.body);
    assert_eq!(house.store.identities(OWNER).await.unwrap().len(), 1);

    house.forget_cookies();
    let came = sign_in(&mut house, &says, ("7", "renamed")).await;
    assert_eq!(came.location(), "/feeds", "{}", came.body);
    assert_eq!(house.get("/feeds").await.status, StatusCode::OK);
    let page = house.get("/account").await.body;
    let issuer = says.lock().unwrap().base.clone();
    assert!(page.contains("<b dir=\"auto\">ida</b>"));
    let unlink = [("issuer", &*issuer), ("subject", "7")];
    let done = house.post_signed("/account/oidc/unlink", &unlink).await;
    assert_eq!(done.location(), "/account?done=unlinked");
    house.forget_cookies();
    assert_eq!(sign_in(&mut house, &says, ("7", "ida")).await.status.as_u16(), 422);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_comes_back_who_did_not_leave_from_here() {
    let (mut house, says) = house(false).await;
    house.sign_in("ida", PASSWORD).await;
    let csrf = token(&house.get("/account").await.body);
    let plain = house.get("/login/oidc/callback?code=c&state=x").await;
    assert_eq!(plain.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Another one's state, as an attacker would plant it.
    house.post("/account/oidc", &[("csrf", &csrf)]).await;
    let planted = house.get("/login/oidc/callback?code=c&state=another").await;
    assert_eq!(planted.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A link that was begun by somebody who is signed in no more.
    let away = house.cookie("dateline_away").unwrap();
    house.forget_cookies();
    house.set_cookie("dateline_away", &away);
    let decoded = String::from_utf8(base64url::decode(&away).unwrap()).unwrap();
    let flow: Value = serde_json::from_str(&decoded).unwrap();
    let flow = flow["flow"].as_str().unwrap().to_owned();
    let mut parts = flow.split('.');
    let state = parts.next().unwrap();
    says.lock().unwrap().nonce = parts.next().unwrap().to_owned();
    says.lock().unwrap().subject = "7".to_owned();
    let late = house.get(&format!("/login/oidc/callback?code=c&state={state}")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.store.identities(OWNER).await.unwrap().is_empty());
    assert_eq!(house.post("/login/oidc", &[("next", "/")]).await.status, StatusCode::FORBIDDEN);
}

/// Comes back with a cookie, as somebody whom the provider vouches for.
async fn come_with(house: &mut House, says: &Mutex<Says>, away: &Value) -> Answer {
    let flow = away["flow"].as_str().unwrap().to_owned();
    let mut parts = flow.split('.');
    let state = parts.next().unwrap();
    {
        let mut says = says.lock().unwrap();
        says.nonce = parts.next().unwrap().to_owned();
        (says.subject, says.name) = ("666".to_owned(), "mallory".to_owned());
    }
    house.set_cookie("dateline_away", &base64url::encode(away.to_string().as_bytes()));
    house.get(&format!("/login/oidc/callback?code=c&state={state}")).await
}

fn held(house: &House) -> Value {
    let away = house.cookie("dateline_away").unwrap();
    serde_json::from_slice(&base64url::decode(&away).unwrap()).unwrap()
}

/// Security class 8: whoever plants a cookie links no account of theirs to somebody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_planted_cookie_links_nothing() {
    let (mut house, says) = house(false).await;
    let csrf = token(&house.get("/login").await.body);
    house.post("/login/oidc", &[("csrf", &csrf), ("next", "/feeds")]).await;
    let anonymous = held(&house);
    house.sign_in("ida", PASSWORD).await;
    let csrf = token(&house.get("/account").await.body);
    house.post("/account/oidc", &[("csrf", &csrf)]).await;
    let of_another_session = held(&house);
    house.forget_cookies();
    house.sign_in("ida", PASSWORD).await;

    let mut by_hand = anonymous.clone();
    by_hand["user"] = json!(OWNER.0);
    let mut unmarked = by_hand.clone();
    unmarked.as_object_mut().unwrap().remove("mark");
    let mut led_elsewhere = anonymous.clone();
    led_elsewhere["next"] = json!("/searches");
    for planted in [by_hand, unmarked, led_elsewhere, of_another_session] {
        let answer = come_with(&mut house, &says, &planted).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{planted}");
        assert!(!answer.body.contains("Nobody here has linked"), "the provider is not even asked");
    }
    assert!(house.store.identities(OWNER).await.unwrap().is_empty());

    let csrf = token(&house.get("/account").await.body);
    house.post("/account/oidc", &[("csrf", &csrf)]).await;
    let own = held(&house);
    let linked = come_with(&mut house, &says, &own).await;
    assert_eq!(linked.location(), "/account?done=linked", "{}", linked.body);
}

/// An account that nobody here has linked gets its sender no fresh tries.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_nobody_knows_here_has_to_wait_in_the_end() {
    let (mut house, says) = house(false).await;
    for _ in 0..5 {
        let unknown = sign_in(&mut house, &says, ("7", "ida")).await;
        assert!(unknown.body.contains("Nobody here has linked that account"), "{}", unknown.body);
    }
    let slowed = sign_in(&mut house, &says, ("7", "ida")).await;
    assert_eq!(slowed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!slowed.body.contains("Nobody here has linked that account"), "{}", slowed.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_comes_by_an_invitation_with_its_role_and_no_password() {
    let (mut house, says) = house(false).await;
    let invitation = "cd".repeat(32);
    let new = NewInvitation {
        token_hash: dateline_auth::session::hash_token(&invitation),
        role: Role::Member,
        note: String::new(),
        made_by: OWNER,
        created_at: now(),
        expires_at: now() + jiff::SignedDuration::from_hours(1),
    };
    house.store.invite(new).await.unwrap();
    let page = house.get(&format!("/invitation/{invitation}")).await.body;
    assert!(page.contains("Begin without a password, with Acme"));
    let csrf = token(&page);
    let form = [("csrf", &*csrf), ("invitation", &*invitation), ("name", "zoe"), ("role", "admin")];
    let came = go(&mut house, &says, "/login/oidc", &form, ("9", "somebody")).await;
    assert_eq!(came.location(), "/", "{}", came.body);
    let zoe = house.store.user_by_name("zoe").await.unwrap().unwrap();
    assert_eq!((zoe.role, zoe.password_hash), (Role::Member, None));
    let issuer = says.lock().unwrap().base.clone();
    let unlink = [("issuer", &*issuer), ("subject", "9")];
    let kept = house.post_signed("/account/oidc/unlink", &unlink).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody could sign in any more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_members_come_only_where_that_is_set_and_under_a_free_name() {
    let (mut house, says) = house(true).await;
    let taken = sign_in(&mut house, &says, ("1", "IDA")).await;
    assert!(taken.body.contains("is somebody’s here already"), "{}", taken.body);
    let came = sign_in(&mut house, &says, ("2", "tom")).await;
    assert_eq!(came.location(), "/feeds", "{}", came.body);
    let tom = house.store.user_by_name("tom").await.unwrap().unwrap();
    assert_eq!(tom.role, Role::Member);
}
