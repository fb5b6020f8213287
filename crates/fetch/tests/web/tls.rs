use std::sync::Arc;
use std::time::Duration;

use dateline_fetch::{FetchError, FetchSettings, Fetcher};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use url::Url;

use crate::server::{fetcher, get, settings};

/// A server with a certificate that it issued to itself.
async fn self_signed() -> Url {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = acceptor.accept(stream).await;
        }
    });
    Url::parse(&format!("https://{address}/feed")).unwrap()
}

#[tokio::test]
async fn a_self_signed_certificate_is_refused_in_words() {
    let error = get(&fetcher(), self_signed().await).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server's certificate is not valid: it was not issued by an authority known here"
    );
    assert!(matches!(error, FetchError::Tls { certificate: true, .. }));
}

#[tokio::test]
async fn a_server_without_tls_is_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
    });
    let url = Url::parse(&format!("https://{address}/")).unwrap();
    let error = get(&fetcher(), url).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no encrypted connection could be made: the server does not answer in TLS at this port"
    );
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_cut_at_the_connect_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://{}/", listener.local_addr().unwrap())).unwrap();
    let after = Duration::from_millis(200);
    let settings = FetchSettings { connect_timeout: after, ..settings() };
    let error = get(&Fetcher::new(settings).unwrap(), url).await.unwrap_err();
    assert_eq!(error, FetchError::Timeout { host: "127.0.0.1".into(), after, connecting: true });
    assert_eq!(error.to_string(), "127.0.0.1 took no connection within 1 s");
}
