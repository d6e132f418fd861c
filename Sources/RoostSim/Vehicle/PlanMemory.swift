// SPDX-License-Identifier: Apache-2.0
// What the simulated vehicle remembers of its plans: the stored items, the item being flown, and a transfer
// that is under way. It holds state only; SimulatedVehicle+Transfer and +Mission decide.

internal import DockModel

/// Who a transfer is with.
struct Peer: Sendable, Equatable {
    var system: UInt8
    var component: UInt8
}

/// An upload under way.
struct PlanTransfer: Sendable {
    let peer: Peer
    let plan: StoredPlan
    let count: Int
    var items: [StoredItem] = []
    var lastHeard: Instant
    var lastAsked: Instant
}

/// The plans in the vehicle's memory.
struct PlanMemory: Sendable {
    private var stored: [StoredPlan: [StoredItem]] = [:]
    var transfer: PlanTransfer?
    /// The upload that ended last, to acknowledge a repeated last item again.
    var finished: (peer: Peer, plan: StoredPlan, count: Int)?
    var current = 0
    var lastReached: Int?
    /// The item reached last, also by a flight that is over.
    var lastFlown: Int?
    /// What PX4 says once a second again of the item reached last: its number, how often still, when next.
    var repeated: (number: Int, left: Int, due: Instant)?
    var jumpsDone: [Int: Int] = [:]
    /// Level speed ordered by DO_CHANGE_SPEED.
    var speed: Double?

    /// How often PX4 says again that an item was reached.
    static let mostRepeats = 10

    func items(_ plan: StoredPlan) -> [StoredItem] { stored[plan] ?? [] }

    mutating func store(_ items: [StoredItem], as plan: StoredPlan) { stored[plan] = items }

    /// Begins the mission anew at an item.
    mutating func restart(at index: Int) {
        current = index
        lastReached = nil
        jumpsDone = [:]
        speed = nil
    }

    mutating func forgetTransfer() {
        transfer = nil
        finished = nil
    }
}
