// SPDX-License-Identifier: Apache-2.0
// One command to one device (modbus-requirements R11): checked, sent once, read back. A write whose reply was
// lost is settled by reading, never by writing again.

internal import DockModel
internal import Registers

extension LineOwner {
    /// How often a written point is read back before its value counts as different.
    static let readBacks = 2
    /// Real time between read-backs: the device may take over a command at its next cycle.
    static let readBackPause = Duration.milliseconds(100)

    /// Sends one command and proves its effect as far as the profile allows.
    func write(_ id: DeviceID, _ point: PointID, _ value: ReadingValue) async throws(FieldbusError)
        -> WriteOutcome
    {
        guard let index = sessions.firstIndex(where: { $0.device.id == id }) else { throw .unknownDevice(id) }
        let device = sessions[index].device
        let write: CheckedWrite
        do {
            write = try device.profile.checkedWrite(point, value)
        } catch {
            throw .writeRefused(device: id, error)
        }
        guard sessions[index].isTrusted else { throw .notConnected(device: id, line: "\(device.line)") }
        guard let request = ModbusRequest(unit: device.unit, replyUnit: device.replyUnit, write: write) else {
            throw .cannotAsk(device: id, point: point)
        }
        let doubt = try send(index, request)
        guard let readback = write.readback else {
            if let doubt { throw .writeUnconfirmed(device: id, point: point, because: "\(doubt)") }
            return .accepted
        }
        return try await prove(index, write, by: readback, doubt: doubt)
    }

    /// Sends the write once. An exception is thrown: nothing was changed. Any other failure is a doubt to be
    /// settled.
    private func send(_ index: Int, _ request: ModbusRequest) throws(FieldbusError) -> FieldbusError? {
        let reply: ModbusReply
        do {
            reply = try transact(index, request)
        } catch {
            if case .cannotConnect = error {
                lose(index, because: error)
                throw error
            }
            return error
        }
        switch reply {
        case .written: return nil
        case .exception(let code): throw .exceptionReply(sessions[index].place(of: request), code: code)
        case .words: return .badReply(sessions[index].place(of: request), .function)
        }
    }

    /// Reads the point that shows the effect.
    private func prove(
        _ index: Int, _ write: CheckedWrite, by readback: PointID, doubt: FieldbusError?
    ) async throws(FieldbusError) -> WriteOutcome {
        let device = sessions[index].device
        guard let planned = device.profile.readPlan(of: [readback]).first,
            let request = ModbusRequest(unit: device.unit, replyUnit: device.replyUnit, read: planned)
        else { throw .cannotAsk(device: device.id, point: readback) }
        var seen: [UInt16] = []
        for attempt in 1...LineOwner.readBacks {
            if attempt > 1 {
                // A cancelled wait only makes the second look earlier.
                try? await Task.sleep(for: LineOwner.readBackPause)
            }
            guard let (reading, words) = try readBack(index, write, planned, request, readback) else {
                continue
            }
            if readback != write.point {
                if let doubt {
                    throw .writeUnconfirmed(device: device.id, point: write.point, because: "\(doubt)")
                }
                return .observed(reading)
            }
            if write.isConfirmed(by: words) { return .confirmed(reading) }
            seen = words
        }
        if let doubt, seen.isEmpty {
            throw .writeUnconfirmed(device: device.id, point: write.point, because: "\(doubt)")
        }
        if seen.isEmpty {
            throw .writeUnconfirmed(
                device: device.id, point: write.point, because: "\(readback) cannot be read")
        }
        throw .readBackDiffers(device: device.id, point: write.point, written: write.words, read: seen)
    }

    /// One look at the read-back point; nil when the device answered with an exception.
    private func readBack(
        _ index: Int, _ write: CheckedWrite, _ planned: ReadRequest, _ request: ModbusRequest,
        _ point: PointID
    ) throws(FieldbusError) -> (Reading, [UInt16])? {
        let device = sessions[index].device
        let reply: ModbusReply
        do {
            reply = try transactTwice(index, request)
        } catch {
            if sessions[index].isTrusted { lose(index, because: error) }
            throw .writeUnconfirmed(device: device.id, point: write.point, because: "\(error)")
        }
        guard case .words(let words) = reply else { return nil }
        let readings = decode(index, planned, words)
        publish(index, readings)
        guard let reading = readings.first(where: { $0.point == point }),
            let shape = device.profile.point(point)
        else {
            return nil
        }
        let first = shape.address - planned.address
        guard first >= 0, first + shape.width <= words.count else { return nil }
        return (reading, Array(words[first..<(first + shape.width)]))
    }
}
