// SPDX-License-Identifier: Apache-2.0
// Which kept pictures go: first the old, then the oldest until the rest fits the disk's budget. A picture that still
// waits to be taken away goes only when the budget leaves no other; one of a flight that was not judged yet never goes.
// It deletes nothing itself.

public import DockModel

/// A kept picture.
public struct KeptPicture: Sendable, Equatable {
    /// Its path.
    public var path: String
    /// Its octets.
    public var octets: Int
    /// When it arrived.
    public var arrived: WallTime
    /// Age at which it goes; nil for none.
    public var age: Duration?
    /// Whether it waits to be taken away.
    public var waitsForUpload: Bool
    /// Whether its flight waits for its judgement: nothing about it was mailed yet, so it stays whatever it costs.
    public var isHeld: Bool

    /// A picture.
    public init(
        path: String, octets: Int, arrived: WallTime, age: Duration?, waitsForUpload: Bool, isHeld: Bool = false
    ) {
        (self.path, self.octets, self.arrived) = (path, octets, arrived)
        (self.age, self.waitsForUpload, self.isHeld) = (age, waitsForUpload, isHeld)
    }
}

/// The plan for kept pictures.
public enum OriginalsPlan {
    /// Those that go now, in order.
    /// - Parameter others: octets of kept pictures that are not among these, being newer than all of them.
    public static func leaving(
        _ pictures: [KeptPicture], others: Int = 0, budget: Int, at now: WallTime
    ) -> [KeptPicture] {
        var leaving: [KeptPicture] = [], staying: [KeptPicture] = []
        for picture in pictures {
            let isOld = picture.age.map { picture.arrived + $0 < now } ?? false
            let isLeaving = isOld && !picture.waitsForUpload && !picture.isHeld
            if isLeaving { leaving.append(picture) } else { staying.append(picture) }
        }
        var total = Double(max(0, others))
        for picture in staying { total += Double(max(0, picture.octets)) }
        // What waits for its upload comes last.
        staying.sort {
            ($0.waitsForUpload ? 1 : 0, $0.arrived, $0.path) < (
                $1.waitsForUpload ? 1 : 0, $1.arrived, $1.path
            )
        }
        for picture in staying where total > Double(max(0, budget)) && !picture.isHeld {
            leaving.append(picture)
            total -= Double(max(0, picture.octets))
        }
        return leaving
    }
}
