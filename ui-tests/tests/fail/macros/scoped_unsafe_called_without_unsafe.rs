use memscope::scoped;

#[scoped]
unsafe fn read(n: *const u32) -> u32 {
    *cx.alloc(unsafe { *n })
}

fn main() {
    read(&7);
}
