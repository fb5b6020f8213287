//! Mail, sent to a server that the tests run.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::*;

/// A server that takes mail, or answers RCPT with `refusal`; what it was told comes out of the
/// channel, a mail at a time.
async fn server(refusal: Option<&'static str>) -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, mails) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move { serve(stream, refusal, sender).await });
        }
    });
    (port, mails)
}

async fn serve(
    stream: TcpStream,
    refusal: Option<&'static str>,
    sender: mpsc::UnboundedSender<String>,
) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink ready\r\n").await.unwrap();
    let mut said = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        said.push_str(&line);
        let answer = match line.get(..4).unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => "250-sink\r\n250 AUTH PLAIN\r\n".to_owned(),
            "AUTH" => "235 welcome\r\n".to_owned(),
            "RCPT" => format!("{}\r\n", refusal.unwrap_or("250 fine")),
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                loop {
                    let mut line = String::new();
                    stream.read_line(&mut line).await.unwrap();
                    if line == ".\r\n" {
                        break;
                    }
                    said.push_str(&line);
                }
                let _ = sender.send(std::mem::take(&mut said));
                "250 taken\r\n".to_owned()
            }
            "QUIT" => "221 bye\r\n".to_owned(),
            _ => "250 fine\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

fn settings(port: u16) -> MailSettings {
    MailSettings {
        server: Url::parse(&format!("smtp+plain://127.0.0.1:{port}")).unwrap(),
        user: None,
        password: None,
        from: "Dateline <news@example.org>".to_owned(),
    }
}

fn mail() -> Mail {
    Mail {
        to: "ada@example.net".to_owned(),
        subject: "Häfen\r\nBcc: all@example.net".to_owned(),
        text: "Plain words".to_owned(),
        html: "<p>Marked words</p>".to_owned(),
        name: "alert-7".to_owned(),
    }
}

#[tokio::test]
async fn a_mail_arrives_with_both_texts_and_one_line_of_subject() {
    let (port, mut mails) = server(None).await;
    Mailer::new(&settings(port)).unwrap().send(&mail()).await.unwrap();
    let got = mails.recv().await.unwrap();
    for part in [
        "MAIL FROM:<news@example.org>",
        "RCPT TO:<ada@example.net>",
        "Message-ID: <alert-7@example.org>",
        "Auto-Submitted: auto-generated",
        "Plain words",
        "<p>Marked words</p>",
    ] {
        assert!(got.contains(part), "{part} is missing in {got}");
    }
    assert!(!got.contains("\nBcc:"), "{got}");
}

#[tokio::test]
async fn who_has_a_name_signs_in() {
    let (port, mut mails) = server(None).await;
    let settings = MailSettings {
        user: Some("ada".to_owned()),
        password: Some("secret".to_owned()),
        ..settings(port)
    };
    assert!(!format!("{settings:?}").contains("secret"));
    Mailer::new(&settings).unwrap().send(&mail()).await.unwrap();
    assert!(mails.recv().await.unwrap().contains("AUTH PLAIN"));
}

#[tokio::test]
async fn a_refusal_is_for_good_and_a_busy_server_is_not() {
    let (port, _mails) = server(Some("550 no such user")).await;
    let error = Mailer::new(&settings(port)).unwrap().send(&mail()).await.unwrap_err();
    assert!(!error.is_temporary(), "{error}");
    assert!(error.to_string().contains("no such user"), "{error}");
    let (port, _mails) = server(Some("451 busy")).await;
    let error = Mailer::new(&settings(port)).unwrap().send(&mail()).await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
    let gone = Mailer::new(&settings(1)).unwrap().send(&mail()).await.unwrap_err();
    assert!(gone.is_temporary(), "{gone}");
}

#[tokio::test]
async fn what_changes_to_tls_says_nothing_before_it() {
    let (port, mut mails) = server(None).await;
    let settings = MailSettings {
        server: Url::parse(&format!("smtp://127.0.0.1:{port}")).unwrap(),
        ..settings(port)
    };
    // The server of this test does not offer STARTTLS.
    assert!(Mailer::new(&settings).unwrap().send(&mail()).await.is_err());
    assert!(mails.try_recv().is_err());
}

#[test]
fn settings_that_cannot_be_used_say_so() {
    let ftp = MailSettings { server: Url::parse("ftp://a.example").unwrap(), ..settings(1) };
    assert!(matches!(Mailer::new(&ftp), Err(MailError::Settings(_))));
    let nobody = MailSettings { from: "nobody".to_owned(), ..settings(1) };
    assert!(matches!(Mailer::new(&nobody), Err(MailError::Settings(_))));
    assert!(is_address("ada@example.net"));
    assert!(!is_address("ada example.net"));
    assert!(!is_address("a@b.example\r\nBcc: c@d.example"));
}
