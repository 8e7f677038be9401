//! The spool: append-only files that take the bodies which the journal does not keep in memory. A file goes away when
//! the last body in it is forgotten.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// A file is closed for writing at this size: small enough that forgetting the oldest exchanges frees disk soon.
const SEGMENT: u64 = 8 * 1024 * 1024;

/// Numbers the files of this process, so that two journals in one directory do not meet.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Where bodies are spilled to; one for each journal.
#[derive(Debug)]
pub(crate) struct Spool {
    directory: PathBuf,
    current: Mutex<Option<Writer>>,
    live: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Writer {
    file: File,
    segment: Arc<Segment>,
    end: u64,
}

/// One file; removed when dropped.
#[derive(Debug)]
struct Segment {
    path: PathBuf,
    live: Arc<AtomicU64>,
    written: AtomicU64,
}

/// A spilled body: a range of a spool file, which lives as long as anything points into it.
#[derive(Clone, Debug)]
pub struct Slice {
    segment: Arc<Segment>,
    offset: u32,
    len: u32,
}

impl Spool {
    /// A spool in this directory, which is made when the first body is spilled.
    pub(crate) fn new(directory: PathBuf) -> Self {
        Self { directory, current: Mutex::new(None), live: Arc::default() }
    }

    /// Appends these bytes.
    pub(crate) fn append(&self, bytes: &[u8]) -> io::Result<Slice> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_none_or(|writer| writer.end >= SEGMENT) {
            *current = Some(Writer::create(&self.directory, &self.live)?);
        }
        let Some(writer) = current.as_mut() else { return Err(io::Error::other("no spool file")) };
        let appended = writer.append(bytes);
        if appended.is_err() {
            // A short write would shift every later offset; start a new file instead.
            *current = None;
        }
        appended
    }

    /// Bytes on disk in files that are still pointed into.
    pub(crate) fn on_disk(&self) -> u64 {
        self.live.load(Ordering::Relaxed)
    }

    /// Lets go of the file that is being written, so that it goes away with the bodies in it.
    pub(crate) fn rotate(&self) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Writer {
    fn create(directory: &Path, live: &Arc<AtomicU64>) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = directory.join(format!("journal-{}-{number}.spool", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        let segment = Segment { path, live: Arc::clone(live), written: AtomicU64::new(0) };
        Ok(Self { file, segment: Arc::new(segment), end: 0 })
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<Slice> {
        let too_long = |_| io::Error::other("a body of more than 4 GiB");
        let offset = u32::try_from(self.end).map_err(too_long)?;
        let length = u32::try_from(bytes.len()).map_err(too_long)?;
        self.file.write_all(bytes)?;
        let slice = Slice { segment: Arc::clone(&self.segment), offset, len: length };
        let len = u64::from(length);
        self.end = self.end.saturating_add(len);
        self.segment.written.fetch_add(len, Ordering::Relaxed);
        self.segment.live.fetch_add(len, Ordering::Relaxed);
        Ok(slice)
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        self.live.fetch_sub(self.written.load(Ordering::Relaxed), Ordering::Relaxed);
        // Nobody is left to tell; a file that stays behind is swept by `sweep` at the next start.
        let _ = fs::remove_file(&self.path);
    }
}

impl Slice {
    /// Its length, bytes.
    pub fn len(&self) -> u64 {
        self.len.into()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads it back.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn read(&self) -> io::Result<Bytes> {
        let mut file = File::open(&self.segment.path)?;
        file.seek(SeekFrom::Start(self.offset.into()))?;
        let mut bytes = Vec::new();
        file.take(self.len()).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != self.len() {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the spool file is shorter than it was",
            ));
        }
        Ok(bytes.into())
    }
}

/// Removes spool files that a killed process left in `directory`; call it once at the start, when the directory is
/// nobody else's. Returns how many were removed.
pub fn sweep(directory: &Path) -> usize {
    let Ok(entries) = fs::read_dir(directory) else { return 0 };
    entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("journal-") && name.ends_with(".spool")
        })
        .filter(|entry| fs::remove_file(entry.path()).is_ok())
        .count()
}
