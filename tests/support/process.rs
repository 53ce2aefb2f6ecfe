//! A program that runs beside a test.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// How long a condition may take to come true. Only a failing test waits this long.
const DEADLINE: Duration = Duration::from_secs(60);

/// Between two looks at a condition that nobody reports.
const PAUSE: Duration = Duration::from_millis(5);

/// A running program whose output is collected. It is killed when this is dropped.
///
/// Where something expected does not happen, the panic shows all that the program has printed.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    output: Arc<Output>,
}

/// A program that has ended.
#[derive(Clone, Debug)]
pub struct Finished {
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Stdout,
    Stderr,
}

#[derive(Debug, Default)]
struct Output {
    lines: Mutex<Lines>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Lines {
    lines: Vec<(Stream, String)>,
    /// How many of the two streams are at their end.
    ended: usize,
}

impl Lines {
    fn has_ended(&self) -> bool {
        self.ended == 2
    }

    fn of(&self, wanted: Stream) -> String {
        let lines = self.lines.iter().filter(|(stream, _)| *stream == wanted);
        lines.flat_map(|(_, line)| [line, "\n"]).collect()
    }
}

impl Output {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        // Nothing that holds the lock can leave it half changed.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn collect(self: &Arc<Self>, stream: Stream, pipe: impl Read + Send + 'static) {
        let output = Arc::clone(self);
        thread::spawn(move || {
            let lines = BufReader::new(pipe).split(b'\n').map_while(Result::ok);
            for line in lines {
                let line = String::from_utf8_lossy(&line).into_owned();
                output.lines().lines.push((stream, line));
                output.changed.notify_all();
            }
            output.lines().ended += 1;
            output.changed.notify_all();
        });
    }

    /// Looks again at each change until there is something to see, the program has ended or time is up.
    fn wait<T>(&self, mut look: impl FnMut(&Lines) -> Option<T>) -> Option<T> {
        let started = Instant::now();
        let mut lines = self.lines();
        loop {
            let seen = look(&lines);
            let left = DEADLINE.saturating_sub(started.elapsed());
            if seen.is_some() || lines.has_ended() || left.is_zero() {
                return seen;
            }
            lines = self.changed.wait_timeout(lines, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Process {
    /// Starts a program without input.
    ///
    /// # Panics
    /// It does not start.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        Self::spawn(command.stdin(Stdio::null()))
    }

    /// Starts a program and gives it its whole input.
    ///
    /// # Panics
    /// It does not start.
    #[track_caller]
    pub fn start_with_input(command: &mut Command, input: &str) -> Self {
        let mut process = Self::spawn(command.stdin(Stdio::piped()));
        if let Some(mut pipe) = process.child.stdin.take() {
            // A program that ends without reading its input shows in its output and exit code.
            let _ = pipe.write_all(input.as_bytes());
        }
        process
    }

    #[track_caller]
    fn spawn(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let output = Arc::<Output>::default();
        output.collect(Stream::Stdout, child.stdout.take().expect("stdout is piped"));
        output.collect(Stream::Stderr, child.stderr.take().expect("stderr is piped"));
        Self { name, child, output }
    }

    /// The system's number for the program.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a line with one of these parts, and says which part, and the line. A line that was printed before
    /// counts too.
    ///
    /// # Panics
    /// The program ends without such a line, or takes too long.
    #[track_caller]
    pub fn wait_for_any<'a>(&self, parts: &[&'a str]) -> (&'a str, String) {
        let found = self.output.wait(|lines| {
            lines.lines.iter().find_map(|(_, line)| {
                let part = parts.iter().find(|&&part| line.contains(part))?;
                Some((*part, line.clone()))
            })
        });
        found.unwrap_or_else(|| self.fail(&format!("printed no line with any of {parts:?}")))
    }

    /// Waits for a line with this part, also one that was printed before.
    ///
    /// # Panics
    /// The program ends without such a line, or takes too long.
    #[track_caller]
    pub fn wait_for_line(&self, part: &str) -> String {
        self.wait_for_any(&[part]).1
    }

    /// Waits until a condition gives a value, such as the first answer from a port.
    ///
    /// # Panics
    /// The program ends before that, or it takes too long.
    #[track_caller]
    pub fn wait_until<T>(&self, what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(value) = condition() {
                return value;
            }
            if self.output.lines().has_ended() || started.elapsed() > DEADLINE {
                self.fail(&format!("waited in vain: {what}"));
            }
            thread::sleep(PAUSE);
        }
    }

    /// Asks the program to end (SIGTERM), and waits until it has.
    ///
    /// # Panics
    /// It does not end.
    #[track_caller]
    pub fn terminate(self) -> Finished {
        if let Err(error) = kill_process(Pid::from_child(&self.child), Signal::TERM) {
            self.fail(&format!("cannot be told to end: {error}"));
        }
        self.finish()
    }

    /// Waits until the program ends by itself.
    ///
    /// # Panics
    /// It does not end.
    #[track_caller]
    pub fn finish(mut self) -> Finished {
        let started = Instant::now();
        self.output.wait(|_| None::<()>);
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    let lines = self.output.lines();
                    let (stdout, stderr) = (lines.of(Stream::Stdout), lines.of(Stream::Stderr));
                    return Finished { status, stdout, stderr };
                }
                Ok(None) if started.elapsed() < DEADLINE => thread::sleep(PAUSE),
                Ok(None) => self.fail("does not end"),
                Err(error) => self.fail(&format!("cannot be waited for: {error}")),
            }
        }
    }

    #[track_caller]
    fn fail(&self, what: &str) -> ! {
        let lines = self.output.lines();
        panic!("{}: {what}\n{}{}", self.name, lines.of(Stream::Stdout), lines.of(Stream::Stderr))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails only if the program has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}{}", self.status, self.stdout, self.stderr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Process {
        Process::start(Command::new("sh").args(["-c", script]))
    }

    #[test]
    fn both_streams_and_the_exit_code_are_kept() {
        let finished = shell("echo out; echo err >&2; printf unfinished; exit 7").finish();
        assert_eq!(finished.status.code(), Some(7));
        assert_eq!((&*finished.stdout, &*finished.stderr), ("out\nunfinished\n", "err\n"));
    }

    #[test]
    fn a_line_is_waited_for_while_the_program_runs() {
        let process = shell("echo one; echo ready on port 5 >&2; exec sleep 600");
        assert_eq!(process.wait_for_line("ready on"), "ready on port 5");
        assert_eq!(process.wait_for_any(&["nothing", "one"]), ("one", "one".to_owned()));
        let finished = process.terminate();
        assert_eq!(finished.status.code(), None, "ended by the signal");
    }

    #[test]
    #[should_panic(expected = "printed no line with any of [\"ready\"]\nhello\nfailure")]
    fn a_line_that_never_comes_fails_at_once_and_shows_the_output() {
        shell("echo hello; echo failure >&2").wait_for_line("ready");
    }

    #[test]
    fn a_condition_is_asked_again_until_it_holds() {
        let mut asked = 0;
        let process = shell("exec sleep 600");
        let value = process.wait_until("third time", || {
            asked += 1;
            (asked == 3).then_some("value")
        });
        assert_eq!((value, asked), ("value", 3));
    }

    #[test]
    #[should_panic(expected = "waited in vain: rain\nhello")]
    fn a_condition_does_not_outlive_the_program() {
        shell("echo hello").wait_until("rain", || None::<()>);
    }

    #[test]
    fn input_reaches_the_program() {
        let finished = Process::start_with_input(&mut Command::new("cat"), "a\nb\n").finish();
        assert_eq!(finished.stdout, "a\nb\n");
    }

    #[test]
    fn a_dropped_process_is_killed() {
        let process = shell("echo $$; exec sleep 600");
        let id: i32 = process.wait_for_line("").parse().unwrap();
        drop(process);
        let id = Pid::from_raw(id).unwrap();
        assert!(rustix::process::test_kill_process(id).is_err());
    }
}
