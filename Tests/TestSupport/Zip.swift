import CZlib

/// ZIP archives in memory, whole and in every way broken.
package struct Zip {
    package struct Member {
        package var name: String
        package var bytes: [UInt8]
        /// 0: stored; anything else is deflated and said to be packed so.
        package var method = 8
        package var flags = 0x0800
        /// In place of the true ones.
        package var size: Int?
        package var checksum: UInt32?
        /// Names the header of an earlier member as its own.
        package var sharesHeaderOf: Int?
        package var usesWideSizes = false

        package init(_ name: String, _ bytes: [UInt8], method: Int = 8) {
            self.name = name
            self.bytes = bytes
            self.method = method
        }

        package init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
    }

    package var members: [Member]
    package var prefix: [UInt8] = []
    package var comment: [UInt8] = []
    package var diskNumber = 0
    package var usesWideEnd = false

    package init(_ members: [Member]) { self.members = members }

    package var bytes: [UInt8] {
        var out = prefix
        var directory: [UInt8] = []
        var offsets: [Int] = []
        for member in members {
            let packed = member.method == 0 ? member.bytes : deflated(member.bytes)
            let sum = member.checksum ?? UInt32(truncatingIfNeeded: crc32(0, member.bytes, UInt32(member.bytes.count)))
            let size = member.size ?? member.bytes.count
            let offset = member.sharesHeaderOf.map { offsets[$0] } ?? out.count - prefix.count
            offsets.append(offset)
            let name = Array(member.name.utf8)
            let sizes =
                member.usesWideSizes
                ? little(0xFFFF_FFFF, 4) + little(0xFFFF_FFFF, 4) : little(packed.count, 4) + little(size, 4)
            let extra =
                member.usesWideSizes ? little(1, 2) + little(24, 2) + little(size, 8) + little(packed.count, 8) : []
            let middle = little(member.flags, 2) + little(member.method, 2) + little(0, 4) + little(Int(sum), 4) + sizes
            if member.sharesHeaderOf == nil {
                out += little(0x0403_4B50, 4) + little(20, 2) + middle + little(name.count, 2) + little(0, 2) + name
                out += packed
            }
            let wideExtra = extra.isEmpty ? [] : extra + little(offset, 8)
            directory += little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + middle + little(name.count, 2)
            directory += little(wideExtra.count, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
            directory += little(member.usesWideSizes ? 0xFFFF_FFFF : offset, 4) + name + wideExtra
        }
        let start = out.count - prefix.count
        out += directory
        if usesWideEnd {
            let place = out.count
            out += little(0x0606_4B50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 4) + little(0, 4)
            out += little(members.count, 8) + little(members.count, 8) + little(directory.count, 8) + little(start, 8)
            out += little(0x0706_4B50, 4) + little(0, 4) + little(place, 8) + little(1, 4)
        }
        let count = usesWideEnd ? 0xFFFF : members.count
        out += little(0x0605_4B50, 4) + little(diskNumber, 2) + little(0, 2) + little(count, 2) + little(count, 2)
        out += little(usesWideEnd ? 0xFFFF_FFFF : directory.count, 4) + little(usesWideEnd ? 0xFFFF_FFFF : start, 4)
        return out + little(comment.count, 2) + comment
    }
}

private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

private func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let code = deflateInit2_(
        &stream, Z_BEST_COMPRESSION, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib cannot start")
    defer { deflateEnd(&stream) }
    var input = bytes
    let room = Int(deflateBound(&stream, uLong(bytes.count)))
    return input.withUnsafeMutableBufferPointer { input in
        [UInt8](unsafeUninitializedCapacity: room) { output, count in
            // In bounds: zlib is told both sizes, and the bound is its own.
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(room)
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib packs what fits")
            count = Int(stream.total_out)
        }
    }
}
