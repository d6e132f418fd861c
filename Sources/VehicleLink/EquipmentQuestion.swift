// SPDX-License-Identifier: Apache-2.0
// Asks the vehicle for messages that it does not stream by itself and keeps what comes: the position estimate, the log
// storage, the Remote ID transmitter. What it does not have it does not say; nothing is guessed.

internal import DockModel
internal import MAVLink

/// What the vehicle's equipment says.
struct EquipmentAnswer: Sendable, Equatable {
    var px4Estimator: EstimatorStatusMessage?
    var arduPilotEstimator: EKFStatusReportMessage?
    var storages: [UInt8: StorageInformationMessage] = [:]
    var remoteID: OpenDroneIDArmStatusMessage?
}

/// The questions for the messages of the equipment.
struct EquipmentQuestion: MicroProtocol {
    private(set) var outcome: EquipmentAnswer?
    private(set) var deadline: Instant?

    private static let rounds = 3
    /// The most storages told apart.
    private static let mostStorages = 8
    private let ends: Correspondents
    private let autopilot: Autopilot
    private let answerTimeout: Duration
    private var answer = EquipmentAnswer()
    private var round = 0

    init(between ends: Correspondents, autopilot: Autopilot, answerTimeout: Duration) {
        self.ends = ends
        self.autopilot = autopilot
        self.answerTimeout = answerTimeout
    }

    mutating func start(at now: Instant) -> [any MAVLinkMessage] { round == 0 ? ask(at: now) : [] }

    mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard outcome == nil, round > 0, frame.source.system == ends.vehicle.system else { return [] }
        let isAutopilot = frame.source == ends.vehicle
        if let status = frame.decode(OpenDroneIDArmStatusMessage.self),
            isAutopilot || VehicleReport.remoteIDTransmitters.contains(frame.source.component)
        {
            answer.remoteID = status
        }
        guard isAutopilot else { return end() }
        if let status = frame.decode(EstimatorStatusMessage.self) { answer.px4Estimator = status }
        if let status = frame.decode(EKFStatusReportMessage.self) { answer.arduPilotEstimator = status }
        if let storage = frame.decode(StorageInformationMessage.self),
            answer.storages.count < Self.mostStorages || answer.storages[storage.storageID] != nil
        {
            answer.storages[storage.storageID] = storage
        }
        return end()
    }

    mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        guard round < Self.rounds else {
            finish()
            return []
        }
        return ask(at: now)
    }

    /// The messages that did not come yet.
    private var missing: [UInt32] {
        var list: [UInt32] = []
        let estimator =
            autopilot == .px4 ? EstimatorStatusMessage.messageID : EKFStatusReportMessage.messageID
        if answer.px4Estimator == nil, answer.arduPilotEstimator == nil { list.append(estimator) }
        if answer.storages.isEmpty { list.append(StorageInformationMessage.messageID) }
        if answer.remoteID == nil { list.append(OpenDroneIDArmStatusMessage.messageID) }
        return list
    }

    private mutating func ask(at now: Instant) -> [any MAVLinkMessage] {
        round += 1
        deadline = now + answerTimeout
        return missing.map { id in
            var message = CommandLongMessage.request(id)
            message.targetSystem = ends.vehicle.system
            // A Remote ID transmitter is a component of its own.
            message.targetComponent = id == OpenDroneIDArmStatusMessage.messageID ? 0 : ends.vehicle.component
            return message
        }
    }

    private mutating func end() -> [any MAVLinkMessage] {
        if missing.isEmpty { finish() }
        return []
    }

    private mutating func finish() {
        outcome = answer
        deadline = nil
    }
}
