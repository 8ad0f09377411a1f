use memscope::{MemCell, scope};

fn main() {
    scope!(one, key = k);
    let a = MemCell::new(1);
    println!("{one:?} {}", a.get(&k));
    {
        scope!(two, key = l);
        let b = MemCell::new(1);
        println!("{two:?} {}", b.get(&l));
        println!("{:?}", k.get_disjoint_mut([&a, &b]));
    }
}
