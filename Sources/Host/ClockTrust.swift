// SPDX-License-Identifier: Apache-2.0
// Whether the machine's wall clock can be believed: it must show a plausible date and, unless the site says otherwise,
// have been set by a time source. It never changes a clock, and intervals do not depend on it.

internal import DockModel
internal import Glibc
internal import Synchronization

/// What makes a wall clock believed.
public enum ClockTrust: String, Sendable, CaseIterable {
    /// A time source has disciplined it: the kernel says that it is synchronised, or it was within the last 30 days of
    /// this process, or systemd-timesyncd has left its mark since the machine started.
    case synchronised
    /// It shows a plausible date; for machines whose clock is right without the kernel knowing, as a guest whose host
    /// keeps the time.
    case set
}

/// Judges the machine's clock, and remembers when it was last seen synchronised.
final class ClockJudge: Sendable {
    /// A wall clock before 2025 was never set: a machine without a battery begins in 1970 or at its image's date.
    static let firstPlausible = WallTime(milliseconds: 1_735_689_600_000)
    /// How long a clock that was synchronised is believed without its source: at 50 ppm it strays two minutes.
    static let longestHoldover = Duration.seconds(30 * 86_400)
    /// How long an answer of the kernel counts.
    private static let askPeriod = Duration.seconds(1)

    private struct Memory {
        var asked: Instant?
        var synchronised: Instant?
    }

    private let trust: ClockTrust
    private let isSynchronised: @Sendable () -> Bool
    private let memory = Mutex(Memory())

    init(trust: ClockTrust, isSynchronised: @escaping @Sendable () -> Bool = ClockJudge.askMachine) {
        self.trust = trust
        self.isSynchronised = isSynchronised
    }

    /// Whether the wall clock can be believed at this instant.
    func believes(_ wall: WallTime, at boot: Instant) -> Bool {
        guard wall > Self.firstPlausible else { return false }
        switch trust {
        case .set: return true
        case .synchronised: return wasSynchronised(at: boot)
        }
    }

    private func wasSynchronised(at boot: Instant) -> Bool {
        memory.withLock { memory in
            if memory.asked.map({ $0.duration(to: boot) >= Self.askPeriod }) ?? true {
                memory.asked = boot
                if isSynchronised() { memory.synchronised = boot }
            }
            guard let last = memory.synchronised else { return false }
            return last.duration(to: boot) <= Self.longestHoldover
        }
    }

    /// Whether the machine says that a time source has set its clock.
    static let askMachine: @Sendable () -> Bool = {
        unsafe kernelIsSynchronised() || access(timesyncMark, F_OK) == 0
    }

    /// systemd-timesyncd makes this file when it first sets the clock after a start of the machine.
    private static let timesyncMark = "/run/systemd/timesync/synchronized"

    /// The kernel's word, by adjtimex(2) without any change: it answers 5 (TIME_ERROR) while its clock is not
    /// synchronised. The C library's module does not show the call, so it is asked for by its name.
    private static func kernelIsSynchronised() -> Bool {
        typealias Question = @convention(c) (UnsafeMutableRawPointer) -> Int32
        guard let symbol = unsafe dlsym(nil, "adjtimex") else { return false }
        let ask = unsafe unsafeBitCast(symbol, to: Question.self)
        // struct timex has 208 octets; all zero asks and changes nothing.
        var request = [UInt64](repeating: 0, count: 64)
        let answer = unsafe request.withUnsafeMutableBytes { buffer -> Int32 in
            guard let address = buffer.baseAddress else { return -1 }
            return unsafe ask(address)
        }
        return (0..<5).contains(answer)
    }
}
