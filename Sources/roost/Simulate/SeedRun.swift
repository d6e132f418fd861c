// SPDX-License-Identifier: Apache-2.0
// Runs many seeds side by side on threads of their own, shows how far they are, and stops at Ctrl-C with what is done.
// What it counts is the same for any number of threads.

import Foundation
import Glibc
import RoostSim
import Synchronization

/// Set by Ctrl-C.
private let isInterrupted = Atomic<Bool>(false)

/// What a run of many seeds gave.
struct SeedOutcome: Sendable {
    var total: SeedTotal
    /// Seconds by the clock on the wall.
    var wallSeconds: Double
    /// Processor seconds of all threads together.
    var processorSeconds: Double
    /// Whether it was ended before all seeds were done.
    var isInterrupted: Bool
}

/// A run of many seeds.
final class SeedRun: Sendable {
    /// What the threads share.
    private struct Shared {
        var next: UInt64?
        var total = SeedTotal()
        var processorSeconds = 0.0
        /// Days done of each seed under way.
        var underWay: [UInt64: Double] = [:]
        var busy: Int
    }

    private let plan: SeedPlan
    let jobs: Int
    private let shared: Mutex<Shared>

    init(plan: SeedPlan, jobs: Int) {
        self.plan = plan
        self.jobs = jobs
        shared = Mutex(Shared(next: plan.seeds.lowerBound, busy: jobs))
    }

    /// Runs all seeds, or as many as there is time for until Ctrl-C.
    func run() -> SeedOutcome {
        isInterrupted.store(false, ordering: .relaxed)
        let former = signal(SIGINT) { _ in isInterrupted.store(true, ordering: .relaxed) }
        defer { signal(SIGINT, former) }
        let clock = ContinuousClock(), start = clock.now
        for _ in 0..<jobs {
            let thread = Thread { self.work() }
            thread.stackSize = 8 << 20
            thread.start()
        }
        let bar = ProgressBar()
        while shared.withLock({ $0.busy > 0 }), !isInterrupted.load(ordering: .relaxed) {
            usleep(20_000)
            bar.show { showing(after: (clock.now - start) / .seconds(1)) }
        }
        bar.clear()
        return shared.withLock { shared in
            shared.total.sort()
            return SeedOutcome(
                total: shared.total, wallSeconds: max(1e-9, (clock.now - start) / .seconds(1)),
                processorSeconds: max(1e-9, shared.processorSeconds), isInterrupted: shared.busy > 0)
        }
    }

    /// Takes seed after seed until none is left.
    private func work() {
        while let seed = takeSeed() {
            let before = processorSeconds()
            let script = plan.script(for: seed)
            let report = script.run { share in
                self.shared.withLock { $0.underWay[seed] = self.plan.days * share }
            }
            let spent = processorSeconds() - before
            shared.withLock { shared in
                shared.underWay[seed] = nil
                shared.processorSeconds += spent
                shared.total.add(seed: seed, days: plan.days, report)
            }
        }
        shared.withLock { $0.busy -= 1 }
    }

    private func takeSeed() -> UInt64? {
        guard !isInterrupted.load(ordering: .relaxed) else { return nil }
        return shared.withLock { shared in
            guard let seed = shared.next else { return nil }
            shared.next = seed < plan.seeds.upperBound ? seed + 1 : nil
            return seed
        }
    }

    private func showing(after seconds: Double) -> ProgressBar.Showing {
        let years = shared.withLock { $0.total.years + $0.underWay.values.reduce(0, +) / 365.25 }
        let share = min(1, years / max(plan.years, 1e-12))
        let pace = years / max(seconds, 1e-9)
        let text = String(format: "%.1f of %.1f dock-years, %.2f dock-years/s", years, plan.years, pace)
        return ProgressBar.Showing(
            share: share, text: text, secondsLeft: pace > 0 && seconds > 1 ? (plan.years - years) / pace : nil
        )
    }

    /// Processor seconds of this thread.
    private func processorSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
