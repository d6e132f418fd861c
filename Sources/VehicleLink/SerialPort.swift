// SPDX-License-Identifier: Apache-2.0
// One serial port in raw mode, 8 data bits, no parity, one stop bit, no flow control. It knows nothing of MAVLink; a
// port that was unplugged is an answer here, and the link above opens it again.

internal import DockModel
internal import Glibc

/// An open serial port.
final class SerialPort: ByteLine {
    private let descriptor: Int32
    private static let pieceLength = 4_096

    /// The speeds that the system knows by name; others are refused with this list.
    static let speeds: [(baud: Int, code: speed_t)] = [
        (1_200, speed_t(B1200)), (2_400, speed_t(B2400)), (4_800, speed_t(B4800)), (9_600, speed_t(B9600)),
        (19_200, speed_t(B19200)), (38_400, speed_t(B38400)), (57_600, speed_t(B57600)),
        (115_200, speed_t(B115200)), (230_400, speed_t(B230400)), (460_800, speed_t(B460800)),
        (500_000, speed_t(B500000)), (921_600, speed_t(B921600)), (1_000_000, speed_t(B1000000)),
        (1_500_000, speed_t(B1500000)), (2_000_000, speed_t(B2000000)), (3_000_000, speed_t(B3000000)),
        (4_000_000, speed_t(B4000000)),
    ]

    /// Opens a port and takes it for this process alone.
    init(path: String, baud: Int) throws(VehicleLinkError) {
        let place = "serial:\(path):\(baud)"
        guard let speed = Self.speeds.first(where: { $0.baud == baud }) else {
            let known = Self.speeds.map { "\($0.baud)" }.joined(separator: ", ")
            throw .cannotOpen(endpoint: place, reason: "no such speed; use one of \(known) bit/s")
        }
        // Without O_NONBLOCK the open itself waits for a modem's carrier.
        descriptor = unsafe open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(endpoint: place, reason: systemReason(errno)) }
        do throws(VehicleLinkError) {
            try Self.prepare(descriptor, speed.code, place)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    private static func prepare(_ descriptor: Int32, _ speed: speed_t, _ place: String) throws(VehicleLinkError) {
        guard isatty(descriptor) == 1 else { throw .cannotOpen(endpoint: place, reason: "it is no serial port") }
        // Two readers of one port would each get half of every frame.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .cannotOpen(endpoint: place, reason: "another process has it open (stop that one)")
        }
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else {
            throw .cannotOpen(endpoint: place, reason: systemReason(errno))
        }
        unsafe cfmakeraw(&settings)
        settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
        settings.c_cflag &= ~tcflag_t(CSTOPB | PARENB)
        settings.c_cflag &= ~tcflag_t(CRTSCTS)
        settings.c_iflag &= ~tcflag_t(IXON | IXOFF)
        guard unsafe cfsetispeed(&settings, speed) == 0, unsafe cfsetospeed(&settings, speed) == 0,
            unsafe tcsetattr(descriptor, TCSANOW, &settings) == 0
        else { throw .cannotOpen(endpoint: place, reason: systemReason(errno)) }
        // What came before we listened belongs to no frame of ours.
        tcflush(descriptor, TCIOFLUSH)
    }

    /// Waits until bytes are there, `bell` rings, or real time has passed.
    func wait(for span: Duration, or bell: Doorbell) -> Bool {
        bell.wait(for: descriptor, events: POLLIN, span: span)
    }

    /// The next bytes.
    func receive() -> BytePiece {
        var buffer = [UInt8](repeating: 0, count: Self.pieceLength)
        let count = unsafe read(descriptor, &buffer, buffer.count)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        // A port that says it is readable and has nothing was unplugged.
        if count == 0 { return .ended(reason: "unplugged") }
        let number = errno
        return number == EAGAIN || number == EINTR ? .nothing : .ended(reason: systemReason(number))
    }

    /// Sends all bytes; false when the port did not take them in time or is gone.
    func send(_ bytes: [UInt8]) -> Bool {
        unsafe sendAll(bytes, to: descriptor) { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
}
