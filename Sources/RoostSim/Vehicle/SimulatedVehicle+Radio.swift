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
        if configuration.dialect == .px4 { send(radio.events.make(severity, text, at: bootMilliseconds)) }
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
    mutating func sendReached(_ index: UInt16) {
        for _ in 0..<min(max(faults.timesReached, 1), 100) { send(MissionItemReachedMessage(seq: index)) }
    }

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
        case RequestDataStreamMessage.messageID: hearStreamRequest(frame)
        case RequestEventMessage.messageID: hearEventRequest(frame)
        case TimesyncMessage.messageID: tellTime(frame, to: peer)
        case FileTransferProtocolMessage.messageID: hearFileRequest(frame, from: peer)
        case ParamRequestListMessage.messageID, ParamRequestReadMessage.messageID, ParamSetMessage.messageID:
            hearParameterMessage(frame, from: peer)
        default: hearPlanMessage(frame, from: peer)
        }
    }

    /// Answers a question for its time: its clock counts from power-up.
    private mutating func tellTime(_ frame: MAVLinkFrame, to peer: Peer) {
        guard let question = frame.decode(TimesyncMessage.self), question.tc1 == 0,
            isMine(question.targetSystem, question.targetComponent)
        else { return }
        let time = configuration.uptimeAtPowerUp + timers.bootedAt.duration(to: timers.now)
        send(
            TimesyncMessage(
                tc1: max(1, time.nanoseconds), ts1: question.ts1, targetSystem: peer.system,
                targetComponent: peer.component))
    }

    func isMine(_ system: UInt8, _ component: UInt8) -> Bool {
        address.isMeant(bySystem: system, component: component)
    }
}
