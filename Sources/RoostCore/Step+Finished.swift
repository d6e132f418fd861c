// SPDX-License-Identifier: Apache-2.0
// What follows when an order ends. A "done" only stops the waiting for it; what the world did is read from evidence.
// It must never take the end of an order for proof that the cover, charger or vehicle obeyed.

internal import DockModel

extension Turn {
    /// Takes the end of an order; the end of one that nobody waits for any more changes nothing.
    mutating func take(_ result: OrderResult, of order: Int64) {
        if let index = state.pendingWrites.firstIndex(where: { $0.order == order }) {
            state.pendingWrites.remove(at: index)
            if case .done = result { resolve(.orderUnanswered) }
        }
        if let rods = state.rods, rods.order == order {
            if case .failed(let reason) = result { failRods("order not taken: \(reason)") }
            return
        }
        if let travel = state.travel, travel.order == order {
            if case .failed(let reason) = result {
                return failTravel(.coverTimedOut, "order not taken: \(reason)")
            }
            return
        }
        if state.stopOrder == order {
            state.stopOrder = nil
            if case .failed = result { state.stopAgain = now.boot + .seconds(2) }
            return
        }
        if state.rodsStopOrder == order {
            state.rodsStopOrder = nil
            if case .failed = result { state.rodsStopAgain = now.boot + .seconds(2) }
            return
        }
        guard state.awaited == order else { return }
        state.awaited = nil
        switch state.phase {
        case .preparing:
            guard case .failed(let reason) = result else { return }
            raise(.chargerStuckOn, "the charger did not take the order to go off: \(reason)")
            giveUpLaunch("the charger did not take the order to go off: \(reason)")
        case .launching: takeLaunchResult(result)
        case .charging:
            guard case .failed(let reason) = result else { return }
            failCharge("the charger did not take the order to go on: \(reason)")
        case .offloading: takeLog(result)
        case .starting, .idle, .gating, .hold, .opening, .flying, .returning, .landing, .diverting, .securing,
            .closing, .reporting, .recover, .lost, .diverted, .fault, .service:
            break
        }
    }

    private mutating func takeLaunchResult(_ result: OrderResult) {
        switch (state.launchStage, result) {
        case (.uploading?, .verified(let count, _)) where count < 1:
            raise(.uploadFailed, "the vehicle read back no item")
            giveUpLaunch("upload failed: the vehicle read back no item")
        case (.uploading?, .verified(let count, let checksum)) where !isAsPlanned(count, checksum):
            raise(.uploadFailed, "the vehicle read back \(count) items that are not the plan's")
            giveUpLaunch("upload failed: the vehicle read back \(count) items that are not the plan's")
        case (.uploading?, .verified(let count, let checksum)):
            resolve(.uploadFailed)
            state.run?.itemCount = count
            state.run?.itemChecksum = checksum
            state.launchStage = .verified
        case (.uploading?, .failed(let reason)):
            raise(.uploadFailed, reason)
            giveUpLaunch("upload failed: \(reason)")
        case (.takingOff?, .failed(let reason)):
            raise(.launchFailed, reason)
            giveUpLaunch("launch failed: \(reason)")
        case (.verified?, _), (.uploading?, .done), (.uploading?, .fetched), (.takingOff?, .done),
            (.takingOff?, .verified),
            (.takingOff?, .fetched), (nil, _):
            break
        }
    }

    /// Whether what was read back is the plan (I12); a plan whose facts are not known is judged by the link alone.
    private func isAsPlanned(_ count: Int, _ checksum: UInt32) -> Bool {
        guard let plan = state.run?.mission.plan, let facts = policy.plans[plan] else { return true }
        return facts.itemCount == count && facts.checksum == checksum
    }

    private mutating func takeLog(_ result: OrderResult) {
        switch result {
        case .fetched(let octets): state.run?.logOctets = max(0, octets)
        case .failed(let reason): explain("flight log not fetched: \(reason)")
        case .done, .verified: break
        }
        enter(.reporting)
    }
}
