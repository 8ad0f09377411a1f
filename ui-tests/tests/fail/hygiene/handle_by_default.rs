use memscope::MemCx;

fn main() {
    let cx: MemCx<'_> = Default::default();
    cx.alloc(7);
}
