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
        messageID == OpenDroneIDArmStatusMessage.messageID || messageID == StorageInformationMessage.messageID
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
        default: break
        }
    }
}
