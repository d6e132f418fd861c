// SPDX-License-Identifier: Apache-2.0
// What a TCP connection and a serial port have in common: bytes in pieces, an end that is an answer, and a send that
// never blocks for long. It knows nothing of MAVLink and opens nothing.

internal import DockModel
internal import Glibc

/// An open way to the vehicle that carries bytes in order.
protocol ByteLine: AnyObject, Sendable {
    /// Waits until bytes are there, `bell` rings, or real time has passed.
    func wait(for span: Duration, or bell: Doorbell) -> Bool
    /// The next bytes.
    func receive() -> BytePiece
    /// Sends all bytes; false when the line did not take them in time or is gone.
    func send(_ bytes: [UInt8]) -> Bool
    /// Makes a read find the end of a line that is useless once a send has failed.
    func hangUp()
}

/// What a read found.
enum BytePiece {
    case bytes([UInt8])
    case nothing
    case ended(reason: String)
}

extension ByteLine {
    /// A port whose send failed may take the next one.
    func hangUp() {}

    /// Longest real time for one send; a peer that takes nothing for so long is gone.
    private var sendPatience: Duration { .milliseconds(500) }

    /// Gives all bytes to `write`, waiting while the descriptor takes none.
    func sendAll(
        _ bytes: [UInt8], to descriptor: Int32, by write: (UnsafeRawBufferPointer) -> Int
    ) -> Bool {
        var sent = 0
        let bell = Doorbell()
        for _ in 0..<64 where sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { unsafe write($0) }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                guard bell.wait(for: descriptor, events: POLLOUT, span: sendPatience) else { return false }
            } else if count == 0 || errno != EINTR {
                return false
            }
        }
        return sent == bytes.count
    }
}
