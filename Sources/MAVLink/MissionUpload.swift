// SPDX-License-Identifier: Apache-2.0
// Sends a mission, fence or rally list: the vehicle asks for items, we answer, it accepts or says why not. An
// acceptance counts only after every item was asked for; silence restarts the transfer a limited number of
// times. An error that names nothing is not the end: PX4 says it to each late or repeated frame and goes on asking.

import DockModel

/// The upload of one list.
public struct MissionUpload: MicroProtocol {
    private enum Phase: Equatable {
        case ready, announcing, transferring, over
    }

    /// How it ended; nil while it runs.
    public private(set) var outcome: MissionUploadOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?
    /// How many different items have been sent in the present attempt.
    public private(set) var sentItems = 0

    private let items: [MissionItem]
    private let type: MAVMissionType
    private let ends: Correspondents
    private let timing: MissionTiming
    private var phase = Phase.ready
    private var isSent: [Bool]
    private var silences = 0
    private var restarts = 0
    private var end = Instant(nanoseconds: 0)
    /// What the vehicle complained of last without saying which item it meant.
    private var complaint: MAVMissionResult?
    /// Whether it did so since it last asked for an item, or since the list was announced.
    private var isTroubled = false
    /// How many announcements in a row were answered so.
    private var refusedAnnouncements = 0

    /// An upload of `items` as the list `type` of the vehicle.
    public init(
        items: [MissionItem], type: MAVMissionType, between ends: Correspondents,
        timing: MissionTiming = .standard
    ) {
        self.items = items
        self.type = type
        self.ends = ends
        self.timing = timing
        isSent = Array(repeating: false, count: items.count)
    }

    /// Announces the list.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        guard items.count <= MissionLimit.items else {
            finish(
                .refused(.noSpace, because: "\(items.count) items, at most \(MissionLimit.items) are sent"))
            return []
        }
        end = now + timing.longestTransfer + timing.longestPerItem * items.count
        return announce(at: now)
    }

    /// Answers requests and takes the vehicle's verdict.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .announcing || phase == .transferring, ends.isFromVehicle(frame) else { return [] }
        if let request = frame.decode(MissionRequestIntMessage.self) {
            guard request.missionType == type,
                ends.own.isMeant(bySystem: request.targetSystem, component: request.targetComponent)
            else { return [] }
            return answer(request.seq, at: now)
        }
        if let request = frame.decode(MissionRequestMessage.self) {
            guard request.missionType == type,
                ends.own.isMeant(bySystem: request.targetSystem, component: request.targetComponent)
            else { return [] }
            return answer(request.seq, at: now)
        }
        if let verdict = frame.decode(MissionAckMessage.self) {
            guard verdict.missionType == type,
                ends.own.isMeant(bySystem: verdict.targetSystem, component: verdict.targetComponent)
            else { return [] }
            return take(verdict.type, at: now)
        }
        return []
    }

    /// Announces again, waits on, starts again or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        guard now < end else { return giveUp("the transfer took longer than allowed, \(progress)") }
        silences += 1
        switch phase {
        case .announcing:
            refusedAnnouncements = isTroubled ? refusedAnnouncements + 1 : 0
            if isTroubled, let complaint, refusedAnnouncements >= timing.errorAttempts {
                finish(.refused(complaint, because: "\(complaint.words); \(progress)"))
                return []
            }
            isTroubled = false
            guard silences < timing.attempts else {
                return giveUp("no answer to the announcement of \(items.count) items")
            }
            wait(from: now)
            return [announcement]
        case .transferring:
            // The vehicle asks again by itself; an item sent unasked would look out of order to ArduPilot.
            let isOver = sentItems == items.count || isTroubled
            let patience = isOver ? timing.verdictAttempts : timing.attempts
            guard silences < patience else { return startAgain(at: now, otherwise: nil) }
            wait(from: now)
            return []
        case .ready, .over:
            return []
        }
    }

    /// Gives the upload up and tells the vehicle.
    public mutating func cancel() -> [any MAVLinkMessage] {
        guard phase == .announcing || phase == .transferring else { return [] }
        finish(.cancelled)
        return [
            MissionAckMessage(
                targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
                type: .operationCancelled, missionType: type)
        ]
    }

    private var announcement: MissionCountMessage {
        MissionCountMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
            count: UInt16(truncatingIfNeeded: items.count), missionType: type)
    }

    private var progress: String { "\(sentItems) of \(items.count) items were sent" }

    private mutating func announce(at now: Instant) -> [any MAVLinkMessage] {
        phase = .announcing
        silences = 0
        sentItems = 0
        (isTroubled, refusedAnnouncements) = (false, 0)
        for index in isSent.indices { isSent[index] = false }
        wait(from: now)
        return [announcement]
    }

    private mutating func answer(_ sequence: UInt16, at now: Instant) -> [any MAVLinkMessage] {
        let index = Int(sequence)
        guard index < items.count else { return [] }
        phase = .transferring
        silences = 0
        isTroubled = false
        if !isSent[index] {
            isSent[index] = true
            sentItems += 1
        }
        wait(from: now)
        let isCurrent = index == 0 && type == .mission
        return [items[index].message(sequence: sequence, type: type, to: ends.vehicle, isCurrent: isCurrent)]
    }

    private mutating func take(_ result: MAVMissionResult, at now: Instant) -> [any MAVLinkMessage] {
        switch result {
        case .accepted:
            // Before every item was asked for, this is the late answer to an earlier transfer.
            if sentItems == items.count { finish(.accepted) }
        case .invalidSequence:
            // A duplicated item; the vehicle goes on asking. If it does not, the silence ends the attempt.
            complaint = result
        case .error:
            // The same of PX4, which says it too while it is busy with an upload that it has not forgotten yet, and
            // to frames that belong to the list before.
            (complaint, isTroubled) = (result, true)
        case .operationCancelled:
            return startAgain(at: now, otherwise: .operationCancelled)
        default:
            finish(.refused(result, because: "\(result.words); \(progress)"))
        }
        return []
    }

    private mutating func startAgain(
        at now: Instant, otherwise result: MAVMissionResult?
    ) -> [any MAVLinkMessage] {
        restarts += 1
        if restarts <= timing.restarts { return announce(at: now) }
        if let result = result ?? complaint {
            finish(.refused(result, because: "\(result.words); \(progress)"))
            return []
        }
        return giveUp("the vehicle stopped answering, \(progress)")
    }

    private mutating func giveUp(_ reason: String) -> [any MAVLinkMessage] {
        finish(.timedOut(because: reason))
        return []
    }

    private mutating func wait(from now: Instant) {
        deadline = min(now + timing.answerTimeout, max(end, now))
    }

    private mutating func finish(_ result: MissionUploadOutcome) {
        outcome = result
        phase = .over
        deadline = nil
    }
}
