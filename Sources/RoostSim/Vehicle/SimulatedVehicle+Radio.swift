// SPDX-License-Identifier: Apache-2.0
// Bytes in and out of the simulated vehicle, and which part of it answers which message. A message for
// another system, or of an unknown kind, changes nothing.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Hands the vehicle bytes that arrived at its radio: one datagram of whole frames, or rubbish.
    public mutating func receive(_ bytes: [UInt8]) {
        guard !faults.ignoresOrders else { return }
        for frame in radio.frames(in: bytes) { hear(frame) }
    }

    /// The datagrams it has sent since the last call, one frame each.
    public mutating func takeOutgoing() -> [[UInt8]] { radio.takeOutgoing() }

    /// Queues a message for every listener.
    mutating func send(_ message: some MAVLinkMessage) { radio.send(message, faults: faults) }

    /// Sends a STATUSTEXT, in pieces when it is longer than one message holds.
    mutating func say(_ severity: MAVSeverity, _ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count > 50 else {
            return send(StatusTextMessage(severity: severity, text: FixedText(text)))
        }
        let id = radio.newTextID()
        for (piece, start) in stride(from: 0, to: bytes.count, by: 50).prefix(8).enumerated() {
            let part = String(decoding: bytes[start..<min(start + 50, bytes.count)], as: UTF8.self)
            send(StatusTextMessage(severity: severity, text: FixedText(part), id: id, chunkSeq: UInt8(piece)))
        }
    }

    /// Sends MISSION_ITEM_REACHED.
    mutating func sendReached(_ index: UInt16) { send(MissionItemReachedMessage(seq: index)) }

    /// The autopilot's own address.
    var address: MAVLinkAddress { MAVLinkAddress(system: configuration.systemID, component: 1) }

    private mutating func hear(_ frame: MAVLinkFrame) {
        guard frame.source.system != configuration.systemID else { return }
        let peer = Peer(system: frame.source.system, component: frame.source.component)
        switch frame.messageID {
        case HeartbeatMessage.messageID:
            let isStation = frame.decode(HeartbeatMessage.self)?.type == .gcs
            if isStation { timers.lastGroundStation = timers.now }
        case CommandLongMessage.messageID:
            if let order = frame.decode(CommandLongMessage.self),
                isMine(order.targetSystem, order.targetComponent)
            {
                obey(VehicleOrder(order), from: peer)
            }
        case CommandIntMessage.messageID:
            if let order = frame.decode(CommandIntMessage.self),
                isMine(order.targetSystem, order.targetComponent)
            {
                obey(VehicleOrder(order), from: peer)
            }
        case SetModeMessage.messageID:
            if let order = frame.decode(SetModeMessage.self), order.targetSystem == configuration.systemID {
                if let mode = AutopilotMode(customMode: order.customMode, dialect: configuration.dialect) {
                    _ = enter(mode)
                }
            }
        case LogRequestListMessage.messageID, LogRequestDataMessage.messageID, LogRequestEndMessage.messageID:
            hearLogRequest(frame)
        default: hearPlanMessage(frame, from: peer)
        }
    }

    func isMine(_ system: UInt8, _ component: UInt8) -> Bool {
        address.isMeant(bySystem: system, component: component)
    }
}
