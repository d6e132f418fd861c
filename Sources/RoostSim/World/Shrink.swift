// SPDX-License-Identifier: Apache-2.0
// The shortest story that still breaks a rule: from a script that broke it, all is taken away that was not needed.
// It tries scripts by running them, in an order that follows from the script alone, and never more than it may. It
// must never hand back a script that does not break the rule, unless the one it was given does not.

public import RoostCore

extension SimulationScript {
    /// The shortest script found that still breaks `invariant`, by removing and shortening happenings, within `budget`
    /// runs; this script itself when it does not break it. `progress` hears the runs made and the happenings left.
    public func shrunk(
        breaking invariant: Invariant, budget: Int, progress: (Int, Int) -> Void = { _, _ in }
    ) -> SimulationScript {
        shrunk(breaking: invariant, budget: budget, progress: progress) { script, stopsAtFirst in
            script.run(stopAtFirst: stopsAtFirst)
        }
    }

    /// The same, where `run` tells what a script does; its second argument says whether the first violation is enough.
    public func shrunk(
        breaking invariant: Invariant, budget: Int, progress: (Int, Int) -> Void = { _, _ in },
        run: (SimulationScript, Bool) -> SimulationReport
    ) -> SimulationScript {
        withoutActuallyEscaping(progress) { progress in
            withoutActuallyEscaping(run) { run in
                var shrinker = Shrinker(
                    self, breaking: invariant, budget: budget, progress: progress, run: run)
                shrinker.shrink()
                return shrinker.best
            }
        }
    }
}

/// The search for a shorter script: the best one so far and what it cost.
private struct Shrinker {
    /// Rounds of all passes; later rounds rarely find anything.
    static let mostRounds = 4
    /// Seconds before the violation that may hold all that led to it, the shortest first.
    static let spans = [
        900.0, 3_600, 14_400, 43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000, 7_776_000,
    ]
    /// Lengths that read well, the shortest first.
    static let plainLengths = [
        1.0, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400,
    ]
    /// Seconds of fair weather before the first happening, so that the dock has looked around.
    static let lead = 120.0
    /// Seconds that a script goes on after the violation.
    static let tail = 1.0

    private let invariant: Invariant
    private let budget: Int
    private let progress: (Int, Int) -> Void
    private let run: (SimulationScript, Bool) -> SimulationReport
    private(set) var best: SimulationScript
    private var runs = 0
    /// When `best` breaks the rule; nil while it is not known to.
    private var broken: Double?
    /// Whether the rule is the first that `best` breaks, so that each run may end at its first violation.
    private var isFirst = true

    init(
        _ script: SimulationScript, breaking invariant: Invariant, budget: Int,
        progress: @escaping (Int, Int) -> Void, run: @escaping (SimulationScript, Bool) -> SimulationReport
    ) {
        best = script
        self.invariant = invariant
        self.budget = budget
        self.progress = progress
        self.run = run
    }

    mutating func shrink() {
        guard budget > 0 else { return }
        if !accepts(best) {
            // Another rule breaks earlier: every run must then go on after it.
            isFirst = false
            guard runs < budget, accepts(best) else { return }
        }
        cutEnd()
        cutBeginning()
        for _ in 0..<Self.mostRounds where runs < budget {
            let before = best
            removeHappenings()
            cutBeginning()
            shortenHappenings()
            pullTogether()
            simplifySite()
            cutEnd()
            if best == before { break }
        }
    }

    /// Runs a script; when it breaks the rule, it is the best one from now on.
    private mutating func accepts(_ script: SimulationScript) -> Bool {
        guard runs < budget else { return false }
        runs += 1
        let report = run(script, isFirst)
        guard let found = report.violations.first(where: { $0.invariant == invariant }) else {
            progress(runs, best.happenings.count)
            return false
        }
        best = script
        broken = found.seconds
        progress(runs, best.happenings.count)
        return true
    }

    /// Whether a script that `change` makes of the best one breaks the rule as well; one that changes nothing does not
    /// count.
    private mutating func accepts(with change: (inout SimulationScript) -> Void) -> Bool {
        var script = best
        change(&script)
        return script != best && accepts(script)
    }

    /// Ends the script soon after the violation. The world looks more often at itself in a run of under three days, so
    /// that a longer one may have to stay longer.
    private mutating func cutEnd() {
        guard let broken else { return }
        let wholeDays = (broken / 86_400).rounded(.up)
        for end in [broken + Self.tail, broken + 900, wholeDays * 86_400, max(wholeDays, 3) * 86_400] {
            let days = end / 86_400
            guard days < best.days else { continue }
            let hasWorked = accepts(with: { script in
                script.days = days
                script.happenings.removeAll { $0.at > end }
            })
            if hasWorked { return }
        }
    }

    /// Drops all that happened long before the violation and moves the rest to the beginning; whole days first, which
    /// keeps the time of day.
    private mutating func cutBeginning() {
        guard let broken else { return }
        for span in Self.spans {
            let kept = best.happenings.filter { $0.at >= broken - span }
            let early = max(0, min(broken - span, (kept.first?.at ?? broken) - Self.lead))
            let days = (early / 86_400).rounded(.down) * 86_400
            for shift in early == days ? [early] : [early, days] {
                guard shift > 0 || kept.count < best.happenings.count else { continue }
                let hasWorked = accepts(with: { script in
                    script.happenings = kept.map { Happening(at: $0.at - shift, kind: $0.kind) }
                    script.days = max(script.days - shift / 86_400, (broken - shift + Self.tail) / 86_400)
                })
                if hasWorked { return }
            }
            if kept.count == best.happenings.count { return }
        }
    }

    /// Delta debugging: takes away halves, quarters and so on down to single happenings, until each that is left is
    /// needed.
    private mutating func removeHappenings() {
        var size = max(1, best.happenings.count / 2)
        while runs < budget {
            var start = 0
            var hasRemoved = false
            while start < best.happenings.count, runs < budget {
                let range = start..<min(start + size, best.happenings.count)
                if accepts(with: { $0.happenings.removeSubrange(range) }) {
                    hasRemoved = true
                } else {
                    start = range.upperBound
                }
            }
            if size > 1 {
                size /= 2
            } else if !hasRemoved {
                return
            }
        }
    }

    /// Gives each happening the shortest plain length and the plainest strength with which the rule still breaks.
    private mutating func shortenHappenings() {
        for index in best.happenings.indices {
            for length in Self.plainLengths {
                guard let present = best.happenings[index].length, length < present else { break }
                if accepts(with: { $0.happenings[index].length = length }) { break }
            }
            if let length = best.happenings[index].length, length != length.rounded(.up) {
                _ = accepts(with: { $0.happenings[index].length = length.rounded(.up) })
            }
            for strength in [0.0, 1, 0.5] {
                guard let present = best.happenings[index].strength, strength != present else { break }
                if accepts(with: { $0.happenings[index].strength = strength }) { break }
            }
        }
    }

    /// Lets each happening follow sooner on the one before; the first comes when the dock has looked around.
    private mutating func pullTogether() {
        for index in best.happenings.indices {
            let before = index > 0 ? best.happenings[index - 1].at : 0
            let gaps = index > 0 ? [0] + Self.plainLengths : Self.plainLengths.filter { $0 >= Self.lead }
            for gap in gaps {
                let shift = best.happenings[index].at - before - gap
                guard shift > 0 else { break }
                let hasWorked = accepts(with: { script in
                    for later in script.happenings.indices[index...] { script.happenings[later].at -= shift }
                })
                if hasWorked { break }
            }
        }
        _ = accepts(with: { script in
            for index in script.happenings.indices { script.happenings[index].at.round() }
        })
    }

    /// Tries the plainest site.
    private mutating func simplifySite() {
        for site in SimulatedSite.allCases {
            guard site != best.site else { break }
            if accepts(with: { $0.site = site }) { break }
        }
    }

}

extension Happening {
    /// How long it lasts, or for how long a run may start; nil for what has no length.
    fileprivate var length: Double? {
        get {
            switch kind {
            case .mission(let window): window
            case .fault(_, let lasts, _): lasts
            case .operatorSays: nil
            }
        }
        set {
            guard let newValue else { return }
            switch kind {
            case .mission: kind = .mission(window: newValue)
            case .fault(let fault, _, let strength): kind = .fault(fault, lasts: newValue, strength: strength)
            case .operatorSays: break
            }
        }
    }

    /// How bad a fault is; nil for what is no fault.
    fileprivate var strength: Double? {
        get { if case .fault(_, _, let strength) = kind { strength } else { nil } }
        set {
            guard let newValue, case .fault(let fault, let lasts, _) = kind else { return }
            kind = .fault(fault, lasts: lasts, strength: newValue)
        }
    }
}
