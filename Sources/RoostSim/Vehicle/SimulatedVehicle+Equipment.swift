// SPDX-License-Identifier: Apache-2.0
// What the simulated vehicle's Remote ID transmitter and its log card say when they are asked. Nothing here changes the
// flight.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Free space of the log card in MiB.
    private static let cardMegabytes: Float = 7_600

    /// Whether a message of the equipment can be asked for.
    func canSendEquipment(_ messageID: UInt32) -> Bool {
        switch messageID {
        case OpenDroneIDArmStatusMessage.messageID, StorageInformationMessage.messageID: true
        case ESCStatusMessage.messageID, ESCInfoMessage.messageID, BatteryInfoMessage.messageID:
            configuration.dialect == .px4
        case ESCTelemetry1To4Message.messageID: configuration.dialect == .ardupilot
        default: false
        }
    }

    /// Sends one message of the equipment now; others are ignored.
    mutating func sendEquipment(_ messageID: UInt32) {
        switch messageID {
        case OpenDroneIDArmStatusMessage.messageID:
            send(
                OpenDroneIDArmStatusMessage(
                    status: faults.remoteIDFault == nil ? .goodToArm : .preArmFailGeneric,
                    error: FixedText(faults.remoteIDFault ?? "")))
        case StorageInformationMessage.messageID:
            let octets = logs.reduce(0) { $0 + $1.bytes.count }
            let used =
                faults.hasFullCard ? Self.cardMegabytes : min(Float(octets) / 1_048_576, Self.cardMegabytes)
            send(
                StorageInformationMessage(
                    storageID: 1, storageCount: 1, status: .ready, totalCapacity: Self.cardMegabytes,
                    usedCapacity: used, availableCapacity: Self.cardMegabytes - used))
        case ESCStatusMessage.messageID:
            send(
                ESCStatusMessage(
                    timeUsec: bootMicroseconds, rpm: FixedArray(motorCurrents.map { Int32($0 * 480) }, filler: 0),
                    voltage: FixedArray(motorCurrents.map { _ in Float(pack.volts) }, filler: 0),
                    current: FixedArray(motorCurrents.map { Float($0) }, filler: 0)))
        case ESCInfoMessage.messageID:
            send(
                ESCInfoMessage(
                    timeUsec: bootMicroseconds, count: 4,
                    temperature: FixedArray(escTemperatures.map { Int16($0 * 100) }, filler: .max)))
        case ESCTelemetry1To4Message.messageID:
            send(
                ESCTelemetry1To4Message(
                    temperature: FixedArray(escTemperatures.map { UInt8($0) }, filler: 0),
                    current: FixedArray(motorCurrents.map { Wire.u16($0 * 100) }, filler: 0)))
        case BatteryInfoMessage.messageID:
            send(
                BatteryInfoMessage(
                    stateOfHealth: 97, cellsInSeries: 6, cycleCount: 112, designCapacity: 12,
                    fullChargeCapacity: Float(pack.capacityAmpereHours)))
        default: break
        }
    }

    /// Current of each motor, A; the third runs a little harder, as one of four always does.
    private var motorCurrents: [Double] {
        let each = airframe.isOnGround ? 0 : max(0, pack.currentAmperes) / 4
        return [each, each * 0.98, each * 1.06, each]
    }

    /// Temperature of each speed controller, °C: that of the air, and more with the current.
    private var escTemperatures: [Double] { motorCurrents.map { 21 + $0 * 1.6 } }
}
