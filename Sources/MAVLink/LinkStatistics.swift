// SPDX-License-Identifier: Apache-2.0
// What one link counted since it was opened, and how lost frames are told from late and repeated ones.
// Counters wrap instead of trapping; the number of senders followed is limited.

/// Counters of one receiving link.
public struct LinkStatistics: Sendable, Equatable {
    /// Frames handed on.
    public var accepted: UInt64 = 0
    /// Frames whose checksum (or MAVLink 1 length) was wrong.
    public var checksumErrors: UInt64 = 0
    /// Whole frames of messages this build does not know; their checksum cannot be checked.
    public var unknownMessages: UInt64 = 0
    /// Frames with an incompatibility flag this build does not know.
    public var incompatibleFrames: UInt64 = 0
    /// Frames refused by the signature check, whatever the reason.
    public var signatureFailures: UInt64 = 0
    /// Of those: frames that were not newer than the last of their stream, or stale.
    public var replays: UInt64 = 0
    /// Of those: frames without a signature.
    public var unsigned: UInt64 = 0
    /// Frames that the senders counted and that did not come in their turn.
    public var lost: UInt64 = 0
    /// Of those: frames that came late after all.
    public var late: UInt64 = 0
    /// Frames that came late, came twice, or began a restarted sender's count.
    public var outOfOrder: UInt64 = 0
    /// Bytes that belonged to no frame.
    public var skippedBytes: UInt64 = 0
}

/// Follows the frame counters of the senders on one link.
struct SequenceTracker: Sendable {
    /// Senders beyond this number are not followed.
    static let senderLimit = 64
    /// A counter this little behind is a late frame; further behind, the sender has started anew.
    static let lateWindow: UInt8 = 16

    private struct Sender {
        var address: MAVLinkAddress
        var last: UInt8
    }

    private var senders: [Sender] = []

    mutating func note(_ sequence: UInt8, from address: MAVLinkAddress, in statistics: inout LinkStatistics) {
        guard let index = senders.firstIndex(where: { $0.address == address }) else {
            if senders.count < Self.senderLimit { senders.append(Sender(address: address, last: sequence)) }
            return
        }
        let skipped = sequence &- senders[index].last &- 1
        if skipped < 128 {
            statistics.lost &+= UInt64(skipped)
            senders[index].last = sequence
            return
        }
        statistics.outOfOrder &+= 1
        if skipped < 255 - Self.lateWindow {
            senders[index].last = sequence
        } else if skipped < 255 {
            statistics.late &+= 1
        }
    }

    /// An unchecked frame moves only a counter that is already followed, and only forward by one.
    mutating func noteUnknown(_ sequence: UInt8, from address: MAVLinkAddress) {
        guard let index = senders.firstIndex(where: { $0.address == address }) else { return }
        if sequence &- senders[index].last == 1 { senders[index].last = sequence }
    }
}
