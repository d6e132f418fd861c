// SPDX-License-Identifier: Apache-2.0
// What a schedule says of the pictures of its flights: what they are for, the limits, what the camera does not say, and
// what becomes of the originals. It holds decisions of the integrator and judges nothing itself.

/// A program outside of Roost with its arguments; never a line for a shell.
public struct OuterCommand: Sendable, Codable, Equatable {
    /// The program and its arguments; `{in}`, `{out}`, `{file}`, `{name}` and `{flight}` stand for what they say.
    public var words: [String]
    /// How long it may take.
    public var timeOut: Duration

    /// A command.
    public init(words: [String], timeOut: Duration) { (self.words, self.timeOut) = (words, timeOut) }

    /// The words with what stands for something replaced; a value is one word, whatever is in it.
    public func words(with values: [String: String]) -> [String] {
        words.map { word in
            var text = "", rest = word[...]
            while let open = rest.firstIndex(of: "{") {
                text += rest[..<open]
                rest = rest[open...]
                // What a value holds is never looked at again.
                let close = rest.firstIndex(of: "}")
                let name = close.map { String(rest[..<$0].dropFirst()) }
                if let close, let name, let value = values[name] {
                    text += value
                    rest = rest[rest.index(after: close)...]
                } else {
                    text += "{"
                    rest = rest.dropFirst()
                }
            }
            return text + rest
        }
    }
}

/// Makes a TIFF that is linear in kelvin out of a maker's closed form.
public struct PictureConverter: Sendable, Codable, Equatable {
    /// What is run, with `{in}` and `{out}`.
    public var command: OuterCommand
    /// Kelvin of one count of what it writes.
    public var gain: Double

    /// A converter.
    public init(command: OuterCommand, gain: Double) { (self.command, self.gain) = (command, gain) }
}

/// What happens with the pictures once they are read.
public struct OriginalsTerms: Sendable, Codable, Equatable {
    /// Age at which they go; nil keeps them until the disk's budget is used.
    public var age: Duration?
    /// Octets that all kept pictures of the dock may take.
    public var octets: Int
    /// What takes them away first, with `{file}`, `{name}` and `{flight}`; nil where they stay at the dock.
    public var upload: OuterCommand?

    /// Thirty days, 20 GB, no upload.
    public init(
        age: Duration? = .seconds(30 * 86_400), octets: Int = 20_000_000_000, upload: OuterCommand? = nil
    ) {
        (self.age, self.octets, self.upload) = (age, octets, upload)
    }
}

/// What a schedule says of its pictures.
public struct PayloadTerms: Sendable, Codable, Equatable {
    /// What they are for.
    public var purpose: PayloadPurpose
    /// The limits of the rungs.
    public var limits: SpotLimits
    /// Pixels of the smallest spot.
    public var leastPixels: Int
    /// From this rung on a confirmed spot is mailed at once.
    public var mailFrom: SpotGrade
    /// So many of `frames` pictures in a row must show a spot at one place.
    public var confirmations: Int
    /// Pictures in a row that are looked at for a confirmation.
    public var frames = 5
    /// Metres within which it is the same place.
    public var samePlace = 5.0
    /// How long a place is remembered that nobody saw again.
    public var memory = Duration.seconds(30 * 86_400)
    /// Emissivity of what is looked at; nil takes the camera's.
    public var emissivity: Double?
    /// Metres to what is looked at; nil takes the camera's.
    public var distance: Double?
    /// W/m² of sun on modules; nil where nobody measured it.
    public var irradiance: Double?
    /// Kelvin a count of TIFF files whose camera does not say it, by a part of the camera's name; "" holds for all.
    public var gains: [String: Double] = [:]
    /// Degrees that the camera sees from left to right; nil takes the file's focal length.
    public var fieldOfView: Double?
    /// Reads a maker's closed form.
    public var converter: PictureConverter?
    /// What happens with the pictures.
    public var originals = OriginalsTerms()
    /// The map that they are for; nil where none is made.
    public var map: MapTerms?
    /// Where they are fetched from on the vehicle; nil where they come by another way.
    public var fetch: PictureFetch?

    /// The usual terms of a purpose.
    public init(_ purpose: PayloadPurpose) {
        self.purpose = purpose
        limits = .usual(for: purpose)
        leastPixels = purpose == .photovoltaic ? 9 : 4
        mailFrom = .plan
        confirmations = 3
    }
}
