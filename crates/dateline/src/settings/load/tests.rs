use super::*;

struct Setup {
    folder: tempfile::TempDir,
    flags: Flags,
    environment: HashMap<String, String>,
}

impl Setup {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap().to_owned();
        let environment = HashMap::from([("DATELINE_DATA".to_owned(), data)]);
        Self { folder, flags: Flags::new(), environment }
    }

    fn file(self, text: &str) -> Self {
        std::fs::write(self.folder.path().join("dateline.toml"), text).unwrap();
        self
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    fn flag(mut self, name: &'static str, value: &str) -> Self {
        self.flags.insert(name, value.to_owned());
        self
    }

    fn gather(&self) -> Result<Values, String> {
        let environment = |name: &str| self.environment.get(name).map(OsString::from);
        gather(&self.flags, &environment).map_err(|error| error.to_string())
    }

    fn value(&self, key: &str) -> (Option<String>, String) {
        let values = self.gather().unwrap();
        let value = values.get(key).unwrap();
        (value.text.clone(), value.origin.to_string())
    }
}

#[test]
fn flags_beat_the_environment_which_beats_the_file_which_beats_the_default() {
    let setup = Setup::new();
    assert_eq!(setup.value("fetch.host_pause"), (Some("1000".into()), "default".into()));
    let setup = setup.file("[fetch]\nhost_pause = 1\n");
    let path = setup.folder.path().join("dateline.toml");
    assert_eq!(
        setup.value("fetch.host_pause"),
        (Some("1".into()), format!("{}:2", path.display()))
    );
    let setup = setup.variable("DATELINE_FETCH_HOST_PAUSE", "2");
    let expected = (Some("2".into()), "environment variable DATELINE_FETCH_HOST_PAUSE".into());
    assert_eq!(setup.value("fetch.host_pause"), expected);
    let setup = setup.flag("fetch-host-pause", "3");
    assert_eq!(setup.value("fetch.host_pause"), (Some("3".into()), "--fetch-host-pause".into()));
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let setup = Setup::new().variable("DATELINE_LISTEN", "");
    assert_eq!(setup.value("web.listen"), (Some("127.0.0.1:7878".into()), "default".into()));
}

#[test]
fn a_bad_value_is_reported_with_its_origin() {
    let error = Setup::new().flag("fetch-host-pause", "soon").gather().unwrap_err();
    assert!(error.starts_with("--fetch-host-pause: “soon” is not a whole number"), "{error}");
    let error = Setup::new().variable("DATELINE_ROLES", "web,cook").gather().unwrap_err();
    assert!(error.starts_with("environment variable DATELINE_ROLES: “cook”"), "{error}");
    let error = Setup::new().file("poll.interval = 5").gather().unwrap_err();
    assert!(error.contains("dateline.toml:1: poll.interval: “5”"), "{error}");
}

#[test]
fn a_bad_value_is_reported_though_a_better_one_hides_it_only_if_it_is_used() {
    let setup = Setup::new().file("poll.interval = 5").flag("poll-interval", "20");
    assert_eq!(setup.value("poll.interval").0.as_deref(), Some("20"));
}

#[test]
fn a_secret_can_be_in_a_file_and_is_not_shown() {
    let setup = Setup::new();
    let path = setup.folder.path().join("secret");
    std::fs::write(&path, "postgres://me:hunter2@host/db\n").unwrap();
    let setup = setup.variable("DATELINE_STORE_FILE", path.to_str().unwrap());
    let values = setup.gather().unwrap();
    let store = values.get("store").unwrap();
    assert_eq!(store.text.as_deref(), Some("postgres://me:hunter2@host/db"));
    assert_eq!(store.shown(), Some("(hidden)"));
    let both = setup.variable("DATELINE_STORE", "postgres://host/db").gather().unwrap_err();
    assert!(both.contains("DATELINE_STORE_FILE are both set"), "{both}");
    let absent = Setup::new().variable("DATELINE_STORE_FILE", "/nowhere/at/all").gather();
    assert!(absent.unwrap_err().starts_with("environment variable DATELINE_STORE_FILE: /nowhere"));
}

#[test]
fn a_settings_file_that_was_named_must_be_there() {
    let error = Setup::new().flag("config", "/nowhere/d.toml").gather().unwrap_err();
    assert!(error.starts_with("--config: /nowhere/d.toml cannot be read"), "{error}");
}

#[test]
fn the_data_folder_follows_xdg() {
    let gathered = |pairs: &[(&str, &str)]| {
        let environment = |name: &str| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        let values = gather(&Flags::new(), &environment);
        values.map(|values| values.get("data").unwrap().text.clone().unwrap())
    };
    assert_eq!(gathered(&[("HOME", "/h")]).unwrap(), "/h/.local/share/dateline");
    assert_eq!(gathered(&[("HOME", "/h"), ("XDG_DATA_HOME", "/x")]).unwrap(), "/x/dateline");
    let relative = gathered(&[("HOME", "/h"), ("XDG_DATA_HOME", "x")]).unwrap();
    assert_eq!(relative, "/h/.local/share/dateline");
    assert!(matches!(gathered(&[]), Err(SettingsError::NoHome)));
}
