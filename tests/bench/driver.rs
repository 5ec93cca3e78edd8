//! The program that steers browsers: one for all tests that run at the same time.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak, mpsc::channel},
    thread,
};

use super::PATIENCE;

/// What to do when there is no browser.
const REMEDY: &str = "install chromium and chromium-driver, or run scripts/check, which does";

/// A running chromedriver; ends with the last test that uses it.
pub(crate) struct Driver {
    child: Child,
    url: String,
}

static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

impl Driver {
    /// The one that runs, or a new one.
    pub(crate) fn get() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *running = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
        let chromium = Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(chromium.is_ok_and(|status| status.success()), "{REMEDY}");
        let driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = driver.unwrap_or_else(|error| panic!("{REMEDY} ({error})"));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (send, ports) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some((_, port)) = line.split_once("started successfully on port ") {
                    // Heard once, at the start.
                    let _ = send.send(port.trim_end_matches('.').to_owned());
                }
            }
        });
        let port = ports.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("chromedriver does not start"));
        Self { child, url: format!("http://127.0.0.1:{port}") }
    }

    /// Where it takes commands.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Fails when it has ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
