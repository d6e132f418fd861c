// SPDX-License-Identifier: Apache-2.0
// What an exception reply means for the next request (modbus-requirements R6). An exception proves that the
// link works: none of them is a reason to reconnect.

/// What to do after an exception reply.
public enum ExceptionPolicy: Sendable, Equatable {
    /// The device will never answer this: split the block once, then leave the address alone.
    case configurationFault
    /// The device failed this time: ask again in the next cycle.
    case nextCycle
    /// The device is busy: ask again after a pause.
    case afterPause
    /// The gateway cannot reach this unit; its siblings are not affected.
    case unitOffline

    /// The policy for an exception code.
    public init(code: UInt8) {
        switch code {
        case 1, 2, 3: self = .configurationFault
        case 5, 6: self = .afterPause
        case 10, 11: self = .unitOffline
        default: self = .nextCycle
        }
    }

    /// The name of a code in the Modbus standard.
    public static func name(of code: UInt8) -> String {
        switch code {
        case 1: "illegal function"
        case 2: "illegal data address"
        case 3: "illegal data value"
        case 4: "device failure"
        case 5: "acknowledge"
        case 6: "device busy"
        case 7: "negative acknowledge"
        case 8: "memory parity error"
        case 10: "gateway path unavailable"
        case 11: "gateway target did not respond"
        default: "unknown exception"
        }
    }
}
