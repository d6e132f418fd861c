// SPDX-License-Identifier: Apache-2.0
// Reads back the list a vehicle holds, item by item in order, and thanks it at the end. Items out of order,
// of another list or from another vehicle are ignored; each question is asked a limited number of times.

import DockModel

/// The download of one list.
public struct MissionDownload: MicroProtocol {
    private enum Phase: Equatable {
        case ready, asking, reading, over
    }

    /// How it ended; nil while it runs.
    public private(set) var outcome: MissionDownloadOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?

    private let type: MAVMissionType
    private let ends: Correspondents
    private let timing: MissionTiming
    private var phase = Phase.ready
    private var count = 0
    private var items: [MissionItem] = []
    private var silences = 0
    /// What the vehicle complained of last: one that still waits for an upload takes no question before it forgets it.
    private var complaint: MAVMissionResult?
    private var begun = Instant(nanoseconds: 0)
    private var end = Instant(nanoseconds: 0)

    /// A download of the list `type` of the vehicle.
    public init(type: MAVMissionType, between ends: Correspondents, timing: MissionTiming = .standard) {
        self.type = type
        self.ends = ends
        self.timing = timing
    }

    /// Asks for the length of the list.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        phase = .asking
        begun = now
        end = now + timing.longestTransfer
        wait(from: now)
        return [question]
    }

    /// Takes the length, the items, or a refusal.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .asking || phase == .reading, ends.isFromVehicle(frame) else { return [] }
        if let length = frame.decode(MissionCountMessage.self) {
            guard phase == .asking, length.missionType == type,
                ends.own.isMeant(bySystem: length.targetSystem, component: length.targetComponent)
            else { return [] }
            return begin(Int(length.count), at: now)
        }
        if let item = frame.decode(MissionItemIntMessage.self) {
            guard phase == .reading, item.missionType == type, Int(item.seq) == items.count,
                ends.own.isMeant(bySystem: item.targetSystem, component: item.targetComponent)
            else { return [] }
            items.append(MissionItem(item))
            silences = 0
            return goOn(at: now)
        }
        if let verdict = frame.decode(MissionAckMessage.self) {
            guard verdict.missionType == type, verdict.type != .accepted, verdict.type != .invalidSequence,
                ends.own.isMeant(bySystem: verdict.targetSystem, component: verdict.targetComponent)
            else { return [] }
            return take(verdict.type)
        }
        return []
    }

    /// Asks again or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        silences += 1
        guard now < end else { return giveUp("the transfer took longer than allowed, \(progress)") }
        guard silences < timing.attempts else {
            return giveUp(
                phase == .asking
                    ? "no answer to the question for the list" : "the vehicle stopped, \(progress)")
        }
        wait(from: now)
        return [question]
    }

    /// A vehicle that is busy is asked for the whole list again when it is time; any other refusal is the end.
    private mutating func take(_ result: MAVMissionResult) -> [any MAVLinkMessage] {
        switch result {
        case .error, .denied, .operationCancelled:
            complaint = result
            phase = .asking
            items = []
        default: finish(.refused(result, because: "\(result.words); \(progress)"))
        }
        return []
    }

    private var progress: String { "\(items.count) of \(count) items were read" }

    /// What we wait for an answer to.
    private var question: any MAVLinkMessage {
        if phase == .asking {
            return MissionRequestListMessage(
                targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component, missionType: type)
        }
        return MissionRequestIntMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
            seq: UInt16(truncatingIfNeeded: items.count), missionType: type)
    }

    private mutating func begin(_ length: Int, at now: Instant) -> [any MAVLinkMessage] {
        guard length <= MissionLimit.items else {
            finish(
                .refused(
                    .noSpace, because: "the vehicle holds \(length) items, at most \(MissionLimit.items)"))
            return []
        }
        phase = .reading
        count = length
        silences = 0
        end = begun + timing.longestTransfer + timing.longestPerItem * length
        return goOn(at: now)
    }

    private mutating func goOn(at now: Instant) -> [any MAVLinkMessage] {
        if items.count < count {
            wait(from: now)
            return [question]
        }
        finish(.items(items))
        return [
            MissionAckMessage(
                targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component, type: .accepted,
                missionType: type)
        ]
    }

    private mutating func giveUp(_ reason: String) -> [any MAVLinkMessage] {
        if let complaint, phase == .asking {
            finish(.refused(complaint, because: "\(complaint.words); \(progress)"))
            return []
        }
        finish(.timedOut(because: reason))
        return []
    }

    private mutating func wait(from now: Instant) {
        deadline = min(now + timing.answerTimeout, max(end, now))
    }

    private mutating func finish(_ result: MissionDownloadOutcome) {
        outcome = result
        phase = .over
        deadline = nil
        items = []
    }
}
