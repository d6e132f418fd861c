// SPDX-License-Identifier: Apache-2.0
// A mail that was looked through and summed before the queue is locked, on as many threads as there are. It decides
// nothing that depends on the queue.

/// A mail with what is known of it whatever the state of the queue.
public struct CheckedMail: Sendable {
    /// The mail.
    public internal(set) var mail: NewMail
    /// Why it can never be taken; nil when it can.
    public let fault: MailRefusal?
    /// The sum that is stored beside its octets.
    let checksum: Int64

    /// Looks a mail through.
    public init(_ mail: NewMail) {
        self.mail = mail
        fault = mail.fault
        checksum = fault == nil ? Checksum.of(mail.octets) : 0
    }
}
