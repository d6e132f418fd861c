// SPDX-License-Identifier: Apache-2.0
// Signed links: the clock of the signatures follows the wall clock and never goes back, also not over a restart. A key
// is never sent: SETUP_SIGNING is for the person who commissions the vehicle.

internal import DockModel
internal import Host
internal import MAVLink

extension VehicleSession {
    /// The check of what comes in and the stamp of what goes out, beginning where the last session stopped.
    static func signing(
        _ options: SessionOptions, at timestamp: UInt64
    ) -> (verifier: SignatureVerifier?, signer: FrameSigner?, memory: SigningMemory) {
        guard let key = options.signingKey else { return (nil, nil, SigningMemory(path: nil)) }
        var memory = SigningMemory(path: options.signingState)
        let begin = max(timestamp, memory.reserved)
        // A vehicle whose clock was never set lies far behind ours; its streams are known from the file, new ones are
        // measured against our own clock, not against what was reserved.
        var verifier = SignatureVerifier(key: key, localTimestamp: timestamp)
        for (stream, number) in memory.streams { verifier.remember(stream, timestamp: number) }
        memory.keep(sent: begin, heard: verifier.rememberedStreams)
        return (verifier, FrameSigner(key: key, linkID: options.linkID, lastTimestamp: begin), memory)
    }

    /// Moves the clocks of the signatures on, and writes them down when it is time.
    func keepSigning(at now: Instant) {
        guard options.signingKey != nil, let signer = encoder.signer else { return }
        let timestamp = SigningTime.timestamp(of: clock.now().wall)
        encoder.signer?.advance(to: max(timestamp, parser.verifier?.localTimestamp ?? 0))
        parser.verifier?.advance(to: timestamp)
        let isDue = lastSigningSave.map { $0 + .seconds(10) <= now } ?? true
        let heard = parser.verifier?.rememberedStreams ?? [:]
        let isNew = isDue && heard != signingMemory.streams
        if isNew || signingMemory.isUsedUp(by: signer.lastTimestamp) { saveSigning(at: now) }
    }

    /// Writes the timestamps down.
    func saveSigning(at now: Instant) {
        guard let signer = encoder.signer else { return }
        lastSigningSave = now
        signingMemory.keep(sent: signer.lastTimestamp, heard: parser.verifier?.rememberedStreams ?? [:])
    }
}
