//! A wire between two programs that a test can cut and mend.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use super::chance::Chance;

/// What the wire does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// It carries everything.
    Sound,
    /// It carries nothing.
    Cut,
    /// Each connection breaks after a number of bytes below this.
    Fickle(usize),
}

/// A proxy in front of a program.
pub(crate) struct Wire {
    url: String,
    mood: watch::Sender<Mood>,
    goal: Arc<watch::Sender<String>>,
    breaks: Arc<AtomicUsize>,
}

impl Wire {
    /// A sound wire to the program at this address.
    pub(crate) async fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mood = watch::Sender::new(Mood::Sound);
        let goal = Arc::new(watch::Sender::new(String::new()));
        let breaks = Arc::new(AtomicUsize::new(0));
        let wire = Self { url: format!("http://{address}"), mood, goal, breaks };
        wire.lead_to(url);
        let (mood, goal, breaks) = (wire.mood.subscribe(), Arc::clone(&wire.goal), Arc::clone(&wire.breaks));
        tokio::spawn(async move {
            let mut chance = Chance::new(4);
            while let Ok((near, _)) = listener.accept().await {
                let most = match *mood.borrow() {
                    Mood::Sound => usize::MAX,
                    Mood::Cut => continue,
                    Mood::Fickle(below) => chance.below(below),
                };
                let (goal, mood, breaks) = (goal.borrow().clone(), mood.clone(), Arc::clone(&breaks));
                tokio::spawn(async move {
                    if let Ok(far) = TcpStream::connect(goal).await {
                        carry(near, far, mood, most).await;
                        breaks.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        wire
    }

    /// Where the wire begins.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// From now on it leads to another program.
    pub(crate) fn lead_to(&self, url: &str) {
        self.goal.send_replace(url.strip_prefix("http://").unwrap().replace("localhost", "127.0.0.1"));
    }

    /// Cuts every connection, and lets none begin.
    pub(crate) fn cut(&self) {
        self.mood.send_replace(Mood::Cut);
    }

    /// Lets connections begin again.
    pub(crate) fn mend(&self) {
        self.mood.send_replace(Mood::Sound);
    }

    /// From now on each connection breaks after a number of bytes below `below`, in whichever direction.
    pub(crate) fn turn_fickle(&self, below: usize) {
        self.mood.send_replace(Mood::Fickle(below));
    }

    /// How many connections have ended.
    pub(crate) fn breaks(&self) -> usize {
        self.breaks.load(Ordering::SeqCst)
    }
}

/// Carries bytes both ways until one side ends, the wire is cut, or so many were carried.
async fn carry(mut near: TcpStream, mut far: TcpStream, mut mood: watch::Receiver<Mood>, most: usize) {
    let (mut left, mut asked, mut answered) = (most, [0; 4096], [0; 4096]);
    loop {
        let carried = tokio::select! {
            read = near.read(&mut asked) => pass(read, &asked, &mut far, &mut left).await,
            read = far.read(&mut answered) => pass(read, &answered, &mut near, &mut left).await,
            () = until_cut(&mut mood) => false,
        };
        if !carried || left == 0 {
            return;
        }
    }
}

async fn until_cut(mood: &mut watch::Receiver<Mood>) {
    // When the wire itself is gone, nothing is carried either.
    let _ = mood.wait_for(|mood| *mood == Mood::Cut).await;
}

async fn pass(read: std::io::Result<usize>, bytes: &[u8], to: &mut TcpStream, left: &mut usize) -> bool {
    let Ok(read @ 1..) = read else { return false };
    let carried = read.min(*left);
    *left -= carried;
    to.write_all(&bytes[..carried]).await.is_ok()
}
