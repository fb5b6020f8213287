//! Databases that live as long as a test.

use postgres::{Client, NoTls};

/// A fresh database on the server that `DATELINE_TEST_POSTGRES` names.
pub struct ScratchDatabase {
    pub url: String,
    name: String,
    server: String,
}

/// Whether a server was named, with a line that says so where none was. `./test` always names one,
/// and says that it must be there.
pub fn postgres_is_there() -> bool {
    let named = std::env::var_os("DATELINE_TEST_POSTGRES").is_some();
    let needed = std::env::var_os("DATELINE_TEST_ALL").is_some();
    assert!(named || !needed, "DATELINE_TEST_POSTGRES names no server");
    if !named {
        eprintln!("not run on PostgreSQL: DATELINE_TEST_POSTGRES names no server");
    }
    named
}

impl ScratchDatabase {
    /// Makes one.
    pub fn new(purpose: &str) -> Self {
        let server = std::env::var("DATELINE_TEST_POSTGRES").unwrap();
        let name = format!("dateline_{purpose}_{}", std::process::id());
        let mut client = Client::connect(&server, NoTls).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let url = with_database(&server, &name);
        Self { url, name, server }
    }
}

fn with_database(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(name);
    url.into()
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        if let Ok(mut client) = Client::connect(&self.server, NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}
