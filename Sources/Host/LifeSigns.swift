// SPDX-License-Identifier: Apache-2.0
// Who of the dock's parts still moves: each part that waits by a clock of its own leaves a sign with every look at it.
// It never decides what a silence means, and a part that waits as long as it said is not silent.

public import DockModel
internal import Glibc
internal import Synchronization

/// The signs of life of the parts of one process.
public final class LifeSigns: Sendable {
    /// A part that has left no sign for longer than it may.
    public struct Silence: Sendable, Equatable {
        /// The part's name.
        public var part: String
        /// How long ago its time was up, beyond what it may take.
        public var overdue: Duration
    }

    private let due = Mutex<[String: Instant]>([:])
    private let real: @Sendable () -> Instant

    /// Signs in the machine's own time.
    public convenience init() { self.init { Instant(nanoseconds: readClock(CLOCK_MONOTONIC)) } }

    /// Signs in the time that `real` tells; for tests.
    public init(real: @escaping @Sendable () -> Instant) { self.real = real }

    /// The clock that a part is to use: each question and each wait is a sign of life. From now on the part must give
    /// one at least every `patience` of real time, beyond the waits it announces.
    public func clock(_ clock: any DockClock, of part: String, patience: Duration) -> any DockClock {
        sign(part, dueIn: patience)
        return SigningClock(base: clock) { [self] wait in sign(part, dueIn: patience + wait) }
    }

    /// The parts that are silent for too long now, by name.
    public func silences() -> [Silence] {
        let now = real()
        return due.withLock { due in
            due.filter { $0.value < now }.map { Silence(part: $0.key, overdue: $0.value.duration(to: now)) }
        }.sorted { $0.part < $1.part }
    }

    /// Every part with the real time until its next sign is due, by name; a negative one is late.
    public var waits: [(part: String, dueIn: Duration)] {
        let now = real()
        return due.withLock { due in due.map { (part: $0.key, dueIn: now.duration(to: $0.value)) } }
            .sorted { $0.part < $1.part }
    }

    private func sign(_ part: String, dueIn span: Duration) {
        let until = real() + span
        due.withLock { $0[part] = until }
    }
}

/// A clock that tells of each look at it, and how long its reader means to wait.
private struct SigningClock: DockClock {
    let base: any DockClock
    let sign: @Sendable (_ wait: Duration) -> Void

    func now() -> Moment {
        sign(.zero)
        return base.now()
    }

    func sleep(for span: Duration) async throws {
        sign(base.realTime(of: max(span, .zero)))
        defer { sign(.zero) }
        try await base.sleep(for: span)
    }

    func realTime(of span: Duration) -> Duration { base.realTime(of: span) }
}
