// SPDX-License-Identifier: Apache-2.0
// Goes into the scratch copy of the core only: which mutant is alive, and which ones a run of the unmutated core would
// have felt. The sources of the project never know of it.

internal import DockModel

/// The one live mutant; 0 for none, below 0 to note which ones would be felt.
public nonisolated(unsafe) var liveMutant: Int32 = 0
/// The mutants that would have been felt since this was emptied.
public nonisolated(unsafe) var feltMutants = [Bool](repeating: false, count: 4096)

@inline(never) private func note(_ id: Int32) { feltMutants[Int(id)] = true }

/// Whether mutant `id` lives; being asked is being felt.
@inline(__always) func isLive(_ id: Int32) -> Bool {
    if liveMutant == id { return true }
    if liveMutant < 0 { note(id) }
    return false
}

/// A condition that mutant `id` makes true.
@inline(__always) func always(_ id: Int32, _ told: Bool) -> Bool {
    if liveMutant == id { return true }
    if liveMutant < 0, !told { note(id) }
    return told
}

/// A condition that mutant `id` makes false.
@inline(__always) func never(_ id: Int32, _ told: Bool) -> Bool {
    if liveMutant == id { return false }
    if liveMutant < 0, told { note(id) }
    return told
}

/// A condition with consequences that mutant `id` skips and makes true.
@inline(__always) func alwaysUnasked(_ id: Int32, _ asked: @autoclosure () -> Bool) -> Bool {
    isLive(id) || asked()
}

/// A condition with consequences that mutant `id` skips and makes false.
@inline(__always) func neverUnasked(_ id: Int32, _ asked: @autoclosure () -> Bool) -> Bool {
    !isLive(id) && asked()
}

/// A condition that mutant `id` turns round.
@inline(__always) func flipped(_ id: Int32, _ told: Bool) -> Bool { isLive(id) != told }

/// A comparison that mutant `id` shifts by its bound.
@inline(__always) func shifted(_ id: Int32, _ other: Bool, _ told: Bool) -> Bool {
    if liveMutant == id { return other }
    if liveMutant < 0, other != told { note(id) }
    return told
}

/// A value that mutant `id` takes away.
@inline(__always) func absent<Value>(_ id: Int32, _ told: Value?) -> Value? {
    if liveMutant == id { return nil }
    if liveMutant < 0, told != nil { note(id) }
    return told
}

/// A fact whose age mutant `id` ignores.
@inline(__always) func ageless<Value: Equatable>(_ id: Int32, _ whole: Value?, _ told: Value?) -> Value? {
    if liveMutant == id { return whole }
    if liveMutant < 0, whole != told { note(id) }
    return told
}

/// A limit that mutant `id` makes ten times as large.
@inline(__always) func tenfold(_ id: Int32, _ told: Duration) -> Duration { isLive(id) ? told * 10 : told }
/// A limit that mutant `id` makes ten times as large.
@inline(__always) func tenfold(_ id: Int32, _ told: Int) -> Int { isLive(id) ? told * 10 : told }
/// A limit that mutant `id` makes ten times as large.
@inline(__always) func tenfold(_ id: Int32, _ told: Double) -> Double { isLive(id) ? told * 10 : told }
/// A limit that mutant `id` makes ten times as large.
@inline(__always) func tenfold<Unit>(_ id: Int32, _ told: Quantity<Unit>) -> Quantity<Unit> {
    isLive(id) ? Quantity(told.value * 10) : told
}

/// A gate that mutant `id` lets pass.
@inline(__always) func passing(_ id: Int32, _ asked: @autoclosure () -> Answered) -> Answered {
    isLive(id) ? (answer: .pass, value: "", limit: nil) : asked()
}

extension Turn {
    /// The number of an order that a mutant keeps to itself.
    mutating func unsentOrder() -> Int64 {
        state.nextOrder += 1
        return state.nextOrder - 1
    }
}
