// SPDX-License-Identifier: Apache-2.0
// Finds the model of a device whose addresses count from a header in a chain (SunSpec), anew at each return, as its
// firmware may have moved it. Without the header nothing of the device is read.

internal import DockModel
internal import Registers

extension LineOwner {
    /// Walks the chain of models where the profile asks for it; nil when there is none to walk or the header was found.
    func findModel(_ index: Int) -> FieldbusError? {
        guard var walk = ModelWalk(profile: sessions[index].given) else { return nil }
        let device = sessions[index].device
        while true {
            switch walk.next {
            case .found(let base):
                sessions[index].move(to: base)
                return nil
            case .notFound(let because):
                return .wrongDevice(device: device.id, line: "\(device.line)", because: because)
            case .read(let table, let address, let count):
                let planned = ReadRequest(table: table, address: address, count: count, points: [])
                guard let request = ModbusRequest(unit: device.unit, replyUnit: device.replyUnit, read: planned) else {
                    return .wrongDevice(
                        device: device.id, line: "\(device.line)", because: "address \(address) cannot be asked")
                }
                do {
                    switch try transactTwice(index, request) {
                    case .words(let words): walk.note(words)
                    case .exception(let code):
                        // A busy or absent unit says nothing about its chain.
                        guard ExceptionPolicy(code: code) == .configurationFault else {
                            return .exceptionReply(sessions[index].place(of: request), code: code)
                        }
                        walk.note(nil)
                    case .written: return .badReply(sessions[index].place(of: request), .function)
                    }
                } catch {
                    return error
                }
            }
        }
    }
}
