use memscope::{Kept, keep};

fn main() {
    let kept: &mut u32 = {
        let owner: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(7));
        keep!(8, with = owner)
    };
    println!("{kept}");
}
