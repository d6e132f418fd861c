// SPDX-License-Identifier: Apache-2.0
// The vehicle's side of the mission protocol: uploads, downloads, clearing, for mission, fence and rally
// points. A stored plan changes only when a whole upload was good; a refused upload leaves the old one.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Silence after which an item is asked for again.
    private var askAgain: Duration { configuration.dialect == .px4 ? .milliseconds(250) : .seconds(1) }

    /// Takes a message of the mission protocol; others are ignored.
    mutating func hearPlanMessage(_ frame: MAVLinkFrame, from peer: Peer) {
        switch frame.messageID {
        case MissionCountMessage.messageID:
            if let message = frame.decode(MissionCountMessage.self),
                isMine(message.targetSystem, message.targetComponent)
            {
                beginUpload(message, from: peer)
            }
        case MissionItemIntMessage.messageID:
            if let item = frame.decode(MissionItemIntMessage.self),
                isMine(item.targetSystem, item.targetComponent)
            {
                take(StoredItem(item), index: Int(item.seq), type: item.missionType, from: peer)
            }
        case MissionItemMessage.messageID:
            if let item = frame.decode(MissionItemMessage.self),
                isMine(item.targetSystem, item.targetComponent)
            {
                take(StoredItem(item), index: Int(item.seq), type: item.missionType, from: peer)
            }
        case MissionAckMessage.messageID:
            if let ack = frame.decode(MissionAckMessage.self), isMine(ack.targetSystem, ack.targetComponent),
                ack.type.rawValue == StoredItem.Refusal.cancelled, plan.transfer?.peer == peer
            {
                plan.transfer = nil
            }
        default: hearPlanQuestion(frame, from: peer)
        }
    }

    /// Asks again for an item that did not come, and gives up on a silent sender.
    mutating func continueTransfer() {
        guard var transfer = plan.transfer else { return }
        if transfer.lastHeard + configuration.transferTimeout <= timers.now {
            plan.transfer = nil
            guard configuration.dialect == .ardupilot else { return say(.critical, "Operation timeout") }
            acknowledge(StoredItem.Refusal.cancelled, transfer.plan, to: transfer.peer)
        } else if transfer.lastAsked + askAgain <= timers.now {
            transfer.lastAsked = timers.now
            plan.transfer = transfer
            ask(for: transfer)
        }
    }

    private mutating func hearPlanQuestion(_ frame: MAVLinkFrame, from peer: Peer) {
        switch frame.messageID {
        case MissionRequestListMessage.messageID:
            guard let message = frame.decode(MissionRequestListMessage.self),
                isMine(message.targetSystem, message.targetComponent)
            else { return }
            answerList(message.missionType, to: peer)
        case MissionRequestIntMessage.messageID:
            guard let message = frame.decode(MissionRequestIntMessage.self),
                isMine(message.targetSystem, message.targetComponent)
            else { return }
            answerItem(Int(message.seq), message.missionType, isInteger: true, to: peer)
        case MissionRequestMessage.messageID:
            guard let message = frame.decode(MissionRequestMessage.self),
                isMine(message.targetSystem, message.targetComponent)
            else { return }
            answerItem(Int(message.seq), message.missionType, isInteger: false, to: peer)
        case MissionClearAllMessage.messageID:
            guard let message = frame.decode(MissionClearAllMessage.self),
                isMine(message.targetSystem, message.targetComponent)
            else { return }
            clear(message.missionType, for: peer)
        case MissionSetCurrentMessage.messageID:
            guard let message = frame.decode(MissionSetCurrentMessage.self),
                isMine(message.targetSystem, message.targetComponent),
                Int(message.seq) < plan.items(.mission).count
            else { return }
            plan.current = Int(message.seq)
            if isArmed, mode == .mission, !airframe.isOnGround { beginItem() }
            sendTelemetry(MissionCurrentMessage.messageID)
        default: return
        }
    }

    private mutating func beginUpload(_ message: MissionCountMessage, from peer: Peer) {
        guard let kind = StoredPlan(rawValue: message.missionType.rawValue) else {
            return acknowledge(StoredItem.Refusal.unsupported, message.missionType, to: peer)
        }
        if let refusal = faults.refusesMission, faults.missionRefusals != 0 {
            faults.missionRefusals? -= 1
            return acknowledge(refusal, kind, to: peer)
        }
        if let running = plan.transfer, isBusy(with: running, for: peer, kind) { return }
        guard Int(message.count) <= configuration.missionCapacity else {
            return acknowledge(StoredItem.Refusal.noSpace, kind, to: peer)
        }
        guard message.count > 0 else {
            store([], as: kind)
            return acknowledge(StoredItem.Refusal.accepted, kind, to: peer)
        }
        let transfer = PlanTransfer(
            peer: peer, plan: kind, count: Int(message.count), lastHeard: timers.now, lastAsked: timers.now)
        plan.transfer = transfer
        plan.finished = nil
        ask(for: transfer)
    }

    /// Whether an upload under way keeps another from beginning. ArduPilot lets the same station begin anew; PX4 has
    /// that only before the first item, and complains from then on.
    private mutating func isBusy(with running: PlanTransfer, for peer: Peer, _ kind: StoredPlan) -> Bool {
        guard configuration.dialect == .px4 else {
            if running.peer != peer { acknowledge(StoredItem.Refusal.denied, kind, to: peer) }
            return running.peer != peer
        }
        plan.transfer?.lastHeard = timers.now
        if running.peer == peer, running.items.isEmpty {
            ask(for: running)
        } else {
            if running.peer == peer { say(.critical, "WPM: REJ. CMD: Busy") }
            acknowledge(StoredItem.Refusal.error, running.plan, to: peer)
        }
        return true
    }

    /// An item that belongs to no upload under way. PX4 takes the last one of an upload for a lost acceptance.
    private mutating func takeStray(index: Int, type: MAVMissionType, from peer: Peer) {
        let last = plan.finished
        if configuration.dialect == .px4, plan.transfer == nil, let last, last.peer == peer, index == last.count - 1,
            last.plan.rawValue == type.rawValue
        {
            return acknowledge(StoredItem.Refusal.accepted, last.plan, to: peer)
        }
        // PX4 knows one upload at a time, and names its kind whatever the item was of.
        let kind = configuration.dialect == .px4 ? plan.transfer?.plan ?? last?.plan : nil
        acknowledge(StoredItem.Refusal.error, kind.map { MAVMissionType(rawValue: $0.rawValue) } ?? type, to: peer)
    }

    private mutating func take(_ item: StoredItem, index: Int, type: MAVMissionType, from peer: Peer) {
        guard var transfer = plan.transfer, transfer.peer == peer, transfer.plan.rawValue == type.rawValue
        else {
            return takeStray(index: index, type: type, from: peer)
        }
        transfer.lastHeard = timers.now
        transfer.lastAsked = timers.now
        guard index == transfer.items.count else {
            plan.transfer = transfer
            // The right one has been asked for already.
            if configuration.dialect == .ardupilot {
                acknowledge(StoredItem.Refusal.sequence, transfer.plan, to: peer)
            }
            return
        }
        let refusal = item.refusal(in: transfer.plan, dialect: configuration.dialect)
        guard refusal == StoredItem.Refusal.accepted else {
            plan.transfer = nil
            if configuration.dialect == .px4 {
                say(.critical, "Mission rejected: item \(index) not supported")
            }
            return acknowledge(refusal, transfer.plan, to: peer)
        }
        transfer.items.append(item.kept(in: transfer.plan, by: configuration.dialect))
        if transfer.items.count < transfer.count {
            plan.transfer = transfer
            return ask(for: transfer)
        }
        plan.transfer = nil
        guard transfer.plan != .fence || Self.polygonsAreWhole(transfer.items) else {
            return acknowledge(StoredItem.Refusal.error, transfer.plan, to: peer)
        }
        store(transfer.items, as: transfer.plan)
        plan.finished = (peer, transfer.plan, transfer.count)
        acknowledge(StoredItem.Refusal.accepted, transfer.plan, to: peer)
    }

    private mutating func store(_ items: [StoredItem], as kind: StoredPlan) {
        var items = items
        // PX4 does not take up a mission that it has already, and tells its last place in it once more.
        if kind == .mission, configuration.dialect == .px4, "\(items)" == "\(plan.items(.mission))" {
            plan.repeated = plan.lastFlown.map { ($0, PlanMemory.mostRepeats, timers.now) }
        }
        if faults.corruptsMission, let moved = items.lastIndex(where: { $0.hasPlace }) {
            items[moved].x &+= 5_000
        }
        plan.store(items, as: kind)
        if kind == .mission, !isArmed { plan.restart(at: firstMissionIndex) }
    }

    /// Asks for the next item: ArduPilot in the old way, to which either form of an item is an answer.
    private mutating func ask(for transfer: PlanTransfer) {
        let (system, component) = (transfer.peer.system, transfer.peer.component)
        let next = UInt16(truncatingIfNeeded: transfer.items.count)
        let type = MAVMissionType(rawValue: transfer.plan.rawValue)
        switch configuration.dialect {
        case .px4:
            send(
                MissionRequestIntMessage(
                    targetSystem: system, targetComponent: component, seq: next, missionType: type))
        case .ardupilot:
            send(
                MissionRequestMessage(
                    targetSystem: system, targetComponent: component, seq: next, missionType: type))
        }
    }

    private mutating func acknowledge(_ result: UInt8, _ kind: StoredPlan, to peer: Peer) {
        acknowledge(result, MAVMissionType(rawValue: kind.rawValue), to: peer)
    }

    private mutating func acknowledge(_ result: UInt8, _ type: MAVMissionType, to peer: Peer) {
        send(
            MissionAckMessage(
                targetSystem: peer.system, targetComponent: peer.component,
                type: MAVMissionResult(rawValue: result),
                missionType: type))
    }

    private mutating func answerList(_ type: MAVMissionType, to peer: Peer) {
        guard let kind = StoredPlan(rawValue: type.rawValue) else {
            return acknowledge(StoredItem.Refusal.unsupported, type, to: peer)
        }
        guard !refusesToRead(kind, for: peer) else { return }
        send(
            MissionCountMessage(
                targetSystem: peer.system, targetComponent: peer.component,
                count: UInt16(truncatingIfNeeded: readable(kind).count), missionType: type))
    }

    private mutating func answerItem(_ index: Int, _ type: MAVMissionType, isInteger: Bool, to peer: Peer) {
        guard let kind = StoredPlan(rawValue: type.rawValue) else {
            return acknowledge(StoredItem.Refusal.unsupported, type, to: peer)
        }
        guard !refusesToRead(kind, for: peer) else { return }
        let items = readable(kind)
        guard index < items.count else { return acknowledge(StoredItem.Refusal.sequence, kind, to: peer) }
        let isCurrent = kind == .mission && index == plan.current
        if isInteger {
            send(items[index].integerMessage(index: index, isCurrent: isCurrent, type: type, to: peer))
        } else {
            send(items[index].floatMessage(index: index, isCurrent: isCurrent, type: type, to: peer))
        }
    }

    /// Whether an upload under way keeps a list from being read.
    private mutating func refusesToRead(_ kind: StoredPlan, for peer: Peer) -> Bool {
        guard let running = plan.transfer else { return false }
        switch configuration.dialect {
        case .px4: say(.critical, "WPM: REJ. CMD: Busy")
        case .ardupilot:
            guard running.plan == kind else { return false }
            acknowledge(StoredItem.Refusal.denied, kind, to: peer)
        }
        return true
    }

    /// What is given back of a plan: ArduPilot answers item 0 with its home, whatever was uploaded there.
    private func readable(_ kind: StoredPlan) -> [StoredItem] {
        var items = plan.items(kind)
        guard kind == .mission, configuration.dialect == .ardupilot, !items.isEmpty else { return items }
        let home = configuration.home
        items[0] = StoredItem(
            frame: 0, command: StoredItem.Command.waypoint, x: home.latitudeE7, y: home.longitudeE7,
            z: Float(home.altitude))
        return items
    }

    private mutating func clear(_ type: MAVMissionType, for peer: Peer) {
        let isEverything = type.rawValue == 255
        let kinds =
            isEverything ? StoredPlan.allCases : StoredPlan(rawValue: type.rawValue).map { [$0] } ?? []
        guard !kinds.isEmpty else { return acknowledge(StoredItem.Refusal.unsupported, type, to: peer) }
        guard plan.transfer == nil else { return acknowledge(StoredItem.Refusal.error, type, to: peer) }
        for kind in kinds { store([], as: kind) }
        acknowledge(StoredItem.Refusal.accepted, type, to: peer)
    }

    /// Whether each polygon of a fence has all the corners that its items announce.
    private static func polygonsAreWhole(_ items: [StoredItem]) -> Bool {
        var index = 0
        while index < items.count {
            let item = items[index]
            let isCorner =
                item.command == StoredItem.Command.polygonInclusion
                || item.command == StoredItem.Command.polygonExclusion
            guard isCorner else {
                index += 1
                continue
            }
            let corners = Int(min(max(item.param1, 0), 10_000))
            guard corners >= 3, index + corners <= items.count else { return false }
            let polygon = items[index..<index + corners]
            guard polygon.allSatisfy({ $0.command == item.command && $0.param1 == item.param1 }) else {
                return false
            }
            index += corners
        }
        return true
    }
}

extension StoredItem {
    init(_ item: MissionItemIntMessage) {
        self.init(
            frame: item.frame.rawValue, command: item.command.rawValue, param1: item.param1,
            param2: item.param2,
            param3: item.param3, param4: item.param4, x: item.x, y: item.y, z: item.z,
            autocontinue: item.autocontinue)
    }

    init(_ item: MissionItemMessage) {
        self.init(
            frame: item.frame.rawValue, command: item.command.rawValue, param1: item.param1,
            param2: item.param2,
            param3: item.param3, param4: item.param4, x: 0, y: 0, z: item.z, autocontinue: item.autocontinue)
        let scale: Double = hasPlace ? 1e7 : 1
        x = Wire.i32(Double(item.x) * scale)
        y = Wire.i32(Double(item.y) * scale)
    }

    func integerMessage(index: Int, isCurrent: Bool, type: MAVMissionType, to peer: Peer)
        -> MissionItemIntMessage
    {
        MissionItemIntMessage(
            targetSystem: peer.system, targetComponent: peer.component,
            seq: UInt16(truncatingIfNeeded: index),
            frame: MAVFrame(rawValue: frame), command: MAVCommand(rawValue: command),
            current: isCurrent ? 1 : 0,
            autocontinue: autocontinue, param1: param1, param2: param2, param3: param3, param4: param4, x: x,
            y: y,
            z: z, missionType: type)
    }

    func floatMessage(index: Int, isCurrent: Bool, type: MAVMissionType, to peer: Peer) -> MissionItemMessage
    {
        let plain: UInt8 = frame == 5 ? 0 : (frame == 6 ? 3 : (frame == 11 ? 10 : frame))
        return MissionItemMessage(
            targetSystem: peer.system, targetComponent: peer.component,
            seq: UInt16(truncatingIfNeeded: index),
            frame: MAVFrame(rawValue: plain), command: MAVCommand(rawValue: command),
            current: isCurrent ? 1 : 0,
            autocontinue: autocontinue, param1: param1, param2: param2, param3: param3, param4: param4,
            x: hasPlace ? Float(latitude) : Float(x), y: hasPlace ? Float(longitude) : Float(y), z: z,
            missionType: type)
    }
}
