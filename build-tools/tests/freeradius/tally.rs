//! Counts of lines.

/// What a file says, and what became of it.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) written: usize,
    pub(crate) loaded: usize,
    pub(crate) internal: usize,
    pub(crate) repeated: usize,
    pub(crate) lost: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Self) {
        self.written += other.written;
        self.loaded += other.loaded;
        self.internal += other.internal;
        self.repeated += other.repeated;
        self.lost += other.lost;
    }

    /// Whether every line is accounted for.
    pub(crate) fn adds_up(&self) -> bool {
        self.written == self.loaded + self.internal + self.repeated + self.lost
    }
}
