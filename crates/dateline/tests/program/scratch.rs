//! Databases that live as long as a test.

use postgres::{Client, NoTls};

/// A fresh database on the server that `DATELINE_TEST_POSTGRES` names.
pub struct ScratchDatabase {
    pub url: String,
    name: String,
    server: String,
}

/// `None`, with a line that says so, where no server was named; `./test` always names one.
pub fn scratch_database(purpose: &str) -> Option<ScratchDatabase> {
    let Ok(server) = std::env::var("DATELINE_TEST_POSTGRES") else {
        eprintln!("not run on PostgreSQL: DATELINE_TEST_POSTGRES names no server");
        return None;
    };
    let name = format!("dateline_{purpose}_{}", std::process::id());
    let mut client = Client::connect(&server, NoTls).unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let url = with_database(&server, &name);
    Some(ScratchDatabase { url, name, server })
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
